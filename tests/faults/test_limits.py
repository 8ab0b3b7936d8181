"""What cannot be made at full size in a test: limits set low, files that change while they are read, odd folders."""

from __future__ import annotations

import csv
import os
import re
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest

from orchestration.build import database
from orchestration.common.settings import ROOT
from orchestration.landing import limits, safe_open
from orchestration.landing.deliveries import land_all
from orchestration.landing.pending import complete_deliveries
from tests.faults.small import CONTACTS, Small

LA_CODE = "E99999999"
LOWERED = (
    ("file_bytes", 100, "contacts.csv", None, "named in the manifest but is larger than 100 bytes"),
    ("table_characters", 20, "contacts.csv", 3, "the table holds more than 20 characters"),
    ("parquet_unpacked_bytes", 50, "visits.parquet", None, "the file says it unpacks to more than 50 bytes"),
    ("parquet_memory_megabytes", 0, "visits.parquet", None, "the file cannot be read as Parquet"),
)


@pytest.fixture
def place(tmp_path):
    """A landing folder and what landing it says, as (file, line, reason)."""
    landing = tmp_path / "landing"
    landing.mkdir()

    def land() -> list[tuple]:
        with database.connect(tmp_path / "build" / "council.duckdb") as con:
            database.prepare(con)
            summary = land_all(con, landing, tmp_path / "build" / "tmp")
        return [(one.file, one.line, one.reason) for one in summary.refused]

    return SimpleNamespace(landing=landing, land=land, tmp=tmp_path)


@pytest.mark.parametrize(("name", "most", "file", "line", "reason"), LOWERED, ids=lambda value: str(value))
def test_a_limit_that_is_lower_refuses(place, monkeypatch, name, most, file, line, reason):
    Small.good(LA_CODE).write(place.landing)
    lowered = {**limits._limits(), name: most}
    monkeypatch.setattr(limits, "_limits", lambda: lowered)
    assert (file, line, reason) in place.land()


def test_every_limit_has_a_reason_and_is_used():
    with limits.LIMITS_FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert all(row["unit"] and row["reason"] and int(row["value"]) > 0 for row in rows)
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "orchestration").rglob("*.py"))
    used = set(re.findall(r"""limit\(["']([a-z_]+)["']\)""", code))
    assert used == {row["limit"] for row in rows}


DIFFERS = [("contacts.csv", None, "sha256 differs from the manifest")]


@pytest.mark.parametrize(("change", "said"), [("grows", DIFFERS), ("is_written_over", DIFFERS), ("is_replaced", [])])
def test_a_file_that_changes_while_it_is_read(place, monkeypatch, change, said):
    """Once it is open. What was opened is read to its end, so a file put in its place is not looked at."""
    file = Small.good(LA_CODE).write(place.landing) / "contacts.csv"
    opened = safe_open.open_regular

    @contextmanager
    def open_and_change(path: Path):
        with opened(path) as held:
            if path == file:
                _change(path, change)
            yield held

    monkeypatch.setattr(safe_open, "open_regular", open_and_change)
    assert place.land() == said


def _change(path: Path, change: str) -> None:
    if change == "grows":
        with path.open("ab") as more:
            more.write(b"C3,P3,,6,,\n")
    elif change == "is_written_over":
        path.write_bytes(CONTACTS.replace(b"C1", b"C9"))
    else:
        (path.parent / "other").write_bytes(CONTACTS.replace(b"C1", b"C9"))
        os.replace(path.parent / "other", path)


@pytest.mark.parametrize("behind", ["delivery", "month", "council"])
def test_a_delivery_behind_a_symbolic_link_is_refused(place, behind):
    real = Small.good(LA_CODE).write(place.landing)
    moved = {"delivery": real, "month": real.parent, "council": real.parent.parent}[behind]
    moved.rename(place.tmp / "elsewhere")
    moved.symlink_to(place.tmp / "elsewhere", target_is_directory=True)
    assert place.land() == [("manifest.json", None, "the delivery stands behind a symbolic link")]


@pytest.mark.parametrize(
    "names",
    [
        ("E0[9]'; drop", "2020-12-31", "*"),
        ("E99999999", "9999-12-31", "1"),
        ("E99999999", "2020-12-31", "9" * 80),
        ("E99999999", "2020-12-31", "²"),
        ("E99999999", "\x1b[2J", "1"),
        ("..E99999999", "2020-12-31", "a" * 200),
    ],
    ids=["glob_and_sql", "year_9999", "huge_number", "superscript", "control_characters", "very_long"],
)
def test_odd_names_of_folders_are_only_names(place, names):
    small = Small.good(LA_CODE)
    folder = place.landing.joinpath(*names)
    folder.mkdir(parents=True)
    small.text = small._manifest()
    (folder / "manifest.json").write_bytes(small.text)
    said = place.land()
    assert {file for file, *_ in said} == {"manifest.json"}
    assert all(reason.isprintable() and reason.isascii() for *_, reason in said)
    assert complete_deliveries(place.landing) == []


def test_looking_for_deliveries_waits_for_no_pipe_and_follows_no_link(place):
    for number, kind in enumerate((os.mkfifo, lambda path: path.symlink_to("/dev/zero"), Path.mkdir), start=1):
        folder = place.landing / LA_CODE / "2020-12-31" / str(number)
        folder.mkdir(parents=True)
        kind(folder / "manifest.json")
    assert complete_deliveries(place.landing) == []
