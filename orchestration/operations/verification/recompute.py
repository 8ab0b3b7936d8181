"""Repeats publications of the run record in a folder of its own, from the deliveries alone.

Belongs here: which runs to repeat, and repeating them. Does not belong: comparing the outcome (rebuild.py) or
publishing it (purge.py).
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from orchestration.build.dbt_environment import DBT, dbt_environment
from orchestration.build.dbt_failures import failure_text
from orchestration.build.held_deliveries import build_believed
from orchestration.common.code_version import code_version
from orchestration.common.files import private_folder
from orchestration.common.settings import ROOT, Settings
from orchestration.operations.prepare import land_and_prepare
from orchestration.publish.publication import publish
from orchestration.run_record import hash_chain
from orchestration.run_record.digests import file_sha256
from orchestration.run_record.entries import PUBLISHES, replaced_files

PREFIX = ".rebuild-"


class CannotRebuild(RuntimeError):
    """The publications cannot be repeated; the message says why."""


@contextmanager
def folder_beside(settings: Settings) -> Iterator[Settings]:
    """An empty installation in the data folder, gone at the end; one that a kill left is removed."""
    for leftover in settings.data.glob(f"{PREFIX}*"):
        shutil.rmtree(leftover)
    with tempfile.TemporaryDirectory(prefix=PREFIX, dir=settings.data) as made:
        data = Path(made)
        yield replace(settings, data=data, build_db=data / "build" / "council.duckdb", analysts=data / "analysts")


def publications(settings: Settings, records: tuple[hash_chain.Record, ...]) -> list[hash_chain.Record]:
    """Records of publications that took place and changed the published file, in their order."""
    announced = replaced_files(records, file_sha256(settings.published_db))
    took_place = [record for record, is_replaced in announced if is_replaced and record["after"] != record["before"]]
    return [record for record in took_place if record["kind"] == PUBLISHES]


def without_runs_of(runs: Sequence[hash_chain.Record], purged: Collection[str]) -> list[hash_chain.Record]:
    """The runs that would have taken place had the purged deliveries never come: all but those that used one of them
    and no other delivery that was new.
    """
    used: set[str] = set()
    kept = []
    for record in runs:
        others = set(record["used"]) - set(purged)
        if len(others) == len(record["used"]) or others - used:
            kept.append(record)
        used |= others
    return kept


def repeat(
    settings: Settings,
    again: Settings,
    runs: Sequence[hash_chain.Record],
    purged: Collection[str],
    tell: Callable[[str], None],
) -> None:
    """Land, build and publish in `again` what each record tells of, without the purged deliveries.

    `tell` is given a line per run. CannotRebuild when a delivery is gone; models are built, their tests are not run.
    """
    for number, record in enumerate(runs, start=1):
        first, last = (date.fromisoformat(day) for day in record["months"])
        tell(f"Computing again {number} of {len(runs)}: {first:%Y-%m} to {last:%Y-%m}")
        if record["code_version"] != code_version():
            tell(f"  was computed by code {record['code_version']}, now by {code_version()}")
        _put_deliveries(settings, again, record, purged)
        land_and_prepare(again, (first, last), record["as_known_on"], is_repeat=True)
        build_believed(again.build_db, partial(_build, again))
        publish(again, months=(first, last), is_repeat=True)


def _put_deliveries(settings: Settings, again: Settings, record: hash_chain.Record, purged: Collection[str]) -> None:
    """Copy what had landed by then; a delivery that came later must not be seen, whatever its dates."""
    for delivery_id in set(record["deliveries"]) - set(purged):
        folder = settings.landing / delivery_id
        if delivery_id in record["used"] and not folder.is_dir():
            raise CannotRebuild(f"delivery {delivery_id} is gone")
        target = again.landing / delivery_id
        if folder.is_dir() and not target.exists():
            private_folder(target.parent)
            shutil.copytree(folder, target)


def _build(again: Settings) -> None:
    target = private_folder(again.dbt_target / "run")
    with dbt_environment(again):
        done = subprocess.run(
            [
                str(DBT),
                "build",
                "--resource-type",
                "model",
                "--resource-type",
                "seed",
                "--target-path",
                str(target),
                "--log-path",
                str(target),
                "--log-level-file",
                "none",
                "--profiles-dir",
                str(ROOT),
            ],
            cwd=ROOT,
            capture_output=True,
        )
    if done.returncode:
        raise CannotRebuild(failure_text(target / "run_results.json"))
