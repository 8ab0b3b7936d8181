"""Finding deliveries in the landing folder and landing each whole or not at all.

Belongs here: the order of steps and the record of what was landed or refused. Does not belong: files
or headers (table_files.py, readers.py, header.py), nor manifests (manifest.py).
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from orchestration.common.files import private_folder
from orchestration.landing.contract import tables
from orchestration.landing.insert import drop_loaded, insert_rows
from orchestration.landing.limits import limit
from orchestration.landing.manifest import Manifest, ManifestRefused, read_manifest
from orchestration.landing.problems import DeliveryRefused, Problem, shown
from orchestration.landing.table_files import Checked, TableRefused, check

MANIFEST = "manifest.json"
DEMO = "Demo"
NO_KEYS = "CHILDREN_KEYS names no file of keys, and without keys only deliveries of a demo are landed"

PURGED = "this delivery was purged; what may be used of it needs a new number"


@dataclass(frozen=True)
class Landed:
    """One delivery that this call landed; `extra_columns` are 'file: column' notes on what was ignored."""

    delivery_id: str
    rows: int
    extra_columns: tuple[str, ...]


@dataclass(frozen=True)
class Summary:
    """Outcome of one call: new deliveries, how many were there already, and what was refused.

    `refused` holds all problems. Of deliveries that no later delivery of the same month replaces, `blocking` holds
    those that stop the run, `waiting` those of councils of a region whose others go on; such a council stays at what it
    had delivered before.
    """

    landed: tuple[Landed, ...]
    unchanged: int
    refused: tuple[Problem, ...]
    blocking: tuple[Problem, ...]
    waiting: tuple[Problem, ...] = ()

    def raise_if_blocked(self) -> None:
        """DeliveryRefused when a refused delivery has not been replaced by a landed one."""
        if self.blocking:
            raise DeliveryRefused(self.blocking)


def land_all(
    con: duckdb.DuckDBPyConnection,
    landing: Path,
    scratch: Path,
    *,
    is_demo_only: bool = False,
    purged: Collection[str] = (),
) -> Summary:
    """Land every complete delivery below `landing` that is not yet in raw, in the order of their names.

    A refused delivery is recorded in raw.refused_deliveries and does not stop the others. Folders without a
    manifest are still being written and are passed by. `scratch` is a private folder for temporary copies. With
    `is_demo_only`, where there are no keys, a delivery whose source system is not named as a demo is refused; one whose
    id is `purged` is refused always.
    """
    landed: list[Landed] = []
    unchanged = 0
    refused: list[Problem] = []
    for folder in delivery_folders(landing):
        name = "/".join(shown(part) for part in folder.relative_to(landing).parts)
        try:
            manifest = read_manifest(_without_links(folder, landing))
        except ManifestRefused as refusal:
            problems = [Problem(name, MANIFEST, None, reason) for reason in refusal.reasons]
            refused += _record(con, problems, refusal.sha256)
            continue
        known = _landed_sha256(con, manifest.delivery_id)
        if known == manifest.sha256:
            unchanged += 1
        elif known:
            reason = "already landed with another manifest; a corrected delivery needs a new number"
            refused += _record(con, [Problem(name, MANIFEST, None, reason)], manifest.sha256)
        else:
            try:
                if manifest.delivery_id in purged:
                    raise DeliveryRefused([Problem(manifest.delivery_id, MANIFEST, None, PURGED)])
                if is_demo_only and not manifest.source_system.startswith(DEMO):
                    raise DeliveryRefused([Problem(manifest.delivery_id, MANIFEST, None, NO_KEYS)])
                landed.append(land_one(con, folder, manifest, scratch))
            except DeliveryRefused as refusal:
                refused += _record(con, refusal.problems, manifest.sha256)
    open_ones = tuple(problem for problem in refused if not _is_replaced(con, problem.folder))
    if _others_go_on(con, open_ones):
        return Summary(tuple(landed), unchanged, tuple(refused), (), open_ones)
    return Summary(tuple(landed), unchanged, tuple(refused), open_ones)


def _others_go_on(con: duckdb.DuckDBPyConnection, problems: Sequence[Problem]) -> bool:
    """Whether every delivery refused is of a council that has landed some before, and another council has none refused.

    So a folder with a mistake in its name stops the run, and so does every refusal where there is one council.
    """
    councils = {row[0] for row in con.execute("select distinct la_code from raw.deliveries").fetchall()}
    return {problem.folder.split("/")[0] for problem in problems} < councils


def delivery_folders(landing: Path) -> list[Path]:
    """Folders <la_code>/<month_end>/<delivery> that hold a manifest, by name and delivery number."""
    found = [path.parent for path in landing.glob(f"*/*/*/{MANIFEST}")]
    return sorted(found, key=lambda path: (path.parts[-3], path.parts[-2], len(path.name), path.name))


def land_one(con: duckdb.DuckDBPyConnection, folder: Path, manifest: Manifest, scratch: Path) -> Landed:
    """Check all files of one delivery, then write it to raw in one transaction.

    Raises DeliveryRefused with every problem found; raw is then as it was.
    """
    problems: list[Problem] = []
    checked: dict[str, Checked] = {}
    with tempfile.TemporaryDirectory(dir=private_folder(scratch)) as made:
        try:
            for entry in manifest.tables:
                try:
                    checked[entry.file] = check(con, folder / entry.file, entry, tables()[entry.name], Path(made))
                except TableRefused as refusal:
                    problems += [
                        Problem(manifest.delivery_id, entry.file, refusal.line, reason) for reason in refusal.reasons
                    ]
            if problems:
                raise DeliveryRefused(problems)
            _write(con, manifest, checked)
        finally:
            for entry in manifest.tables:
                drop_loaded(con, tables()[entry.name])
    notes = tuple(f"{file}: {column}" for file, one in checked.items() for column in one.extra)
    return Landed(manifest.delivery_id, sum(entry.rows for entry in manifest.tables), notes)


def _write(con: duckdb.DuckDBPyConnection, manifest: Manifest, checked: dict[str, Checked]) -> None:
    con.execute("begin")
    try:
        con.execute("update control.run set token = null")  # what is built is no longer built from all that is landed
        con.execute(
            "insert into raw.deliveries values (?, ?, ?, ?, ?, ?, ?)",
            [
                manifest.delivery_id,
                manifest.la_code,
                manifest.month_end,
                manifest.extract_date,
                manifest.delivery,
                manifest.source_system,
                manifest.sha256,
            ],
        )
        for entry in manifest.tables:
            con.execute(
                "insert into raw.delivery_tables values (?, ?, ?, ?, ?, ?, ?)",
                [
                    *(manifest.delivery_id, manifest.la_code, entry.name, entry.file, entry.rows, entry.sha256),
                    len(checked[entry.file].extra),
                ],
            )
            provenance = {"delivery": manifest.delivery_id, "la": manifest.la_code, "file": entry.file}
            insert_rows(con, provenance, tables()[entry.name], checked[entry.file].rows)
        con.execute(
            "delete from raw.refused_deliveries where folder = ? and manifest_sha256 = ?",
            [manifest.delivery_id, manifest.sha256],
        )
        con.execute("commit")
    except BaseException:
        con.execute("rollback")
        raise


def _without_links(folder: Path, landing: Path) -> Path:
    """The folder itself; ManifestRefused when it, or a folder above it, is a symbolic link."""
    for path in (folder, folder.parent, folder.parent.parent):
        if path.is_symlink():
            raise ManifestRefused(["the delivery stands behind a symbolic link"], "")
    return folder


def _landed_sha256(con: duckdb.DuckDBPyConnection, delivery_id: str) -> str | None:
    row = con.execute("select manifest_sha256 from raw.deliveries where delivery_id = ?", [delivery_id]).fetchone()
    return row[0] if row else None


def _record(con: duckdb.DuckDBPyConnection, problems: Sequence[Problem], sha256: str) -> list[Problem]:
    """Replace the record of this folder and manifest, so that a retry does not add to it."""
    con.execute("begin")
    con.execute(
        "delete from raw.refused_deliveries where folder = ? and manifest_sha256 = ?",
        [problems[0].folder, sha256],
    )
    con.executemany(
        "insert into raw.refused_deliveries values (?, ?, ?, ?, ?)",
        [
            [one.folder, one.file, one.line, one.reason, sha256]
            for one in sorted(set(problems), key=lambda one: (one.file, one.line or 0, one.reason))
        ],
    )
    con.execute("commit")
    return list(problems)


def _is_replaced(con: duckdb.DuckDBPyConnection, folder: str) -> bool:
    """Whether a delivery of the same council and month with a higher number has landed."""
    la_code, month_end, number = folder.split("/")
    if not (number.isdigit() and len(number) <= len(str(limit("delivery_number")))):
        return False
    return con.execute(
        "select count(*) > 0 from raw.deliveries where la_code = ? and month_end::varchar = ? and delivery > ?",
        [la_code, month_end, int(number)],
    ).fetchone()[0]


def clear_scratch(scratch: Path) -> None:
    """Remove what a killed landing left behind."""
    shutil.rmtree(scratch, ignore_errors=True)
