"""Proves figures from the deliveries alone: repeats every publication of the run record and compares the outcome.

Belongs here: the repetition, in a folder of its own, and the comparison. Does not belong: what the record says of
files (verify.py). Nothing that is published is touched.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb

from orchestration.code_version import code_version
from orchestration.months import month_end
from orchestration.prepare import land_and_prepare
from orchestration.privacy.databases import attach, opened
from orchestration.publish.publish import publish
from orchestration.publish.published import councils
from orchestration.publish.tables import fingerprint, relations
from orchestration.record import chain
from orchestration.record.deeds import PUBLISHED, PUBLISHES, recorded_ledger, replaced_files
from orchestration.record.digests import file_sha256, ledger_digests, name_of
from orchestration.record.verify import Finding, deliveries_used, files_recorded, scope_of
from orchestration.settings import ROOT, Settings, private_folder

PREFIX = ".rebuild-"


class CannotRebuild(RuntimeError):
    """The publications cannot be repeated; the message says why."""


def rebuild(settings: Settings, month: str | None, tell: Callable[[str], None]) -> Iterator[Finding]:
    """What comes out otherwise when all publications are computed again from the landed deliveries, in their order.

    Compared are all published tables or, for the report of `month`, the ledger up to it and its files. `tell` is given
    a line per run. CannotRebuild when the record begins too late or a delivery is gone; models are built, their tests
    are not run.
    """
    all_records = chain.read(settings.run_record).records
    records = scope_of(all_records, month).records
    runs = runs_to_repeat(settings, all_records, len(records))
    for leftover in settings.data.glob(f"{PREFIX}*"):
        shutil.rmtree(leftover)
    with tempfile.TemporaryDirectory(prefix=PREFIX, dir=settings.data) as made:
        again = replace(
            settings,
            data=Path(made),
            build_db=Path(made) / "build" / "council.duckdb",
            analysts=Path(made) / "analysts",
        )
        for number, record in enumerate(runs, start=1):
            first, last = (date.fromisoformat(day) for day in record["months"])
            tell(f"Computing again {number} of {len(runs)}: {first:%Y-%m} to {last:%Y-%m}")
            if record["code_version"] != code_version():
                tell(f"  was computed by code {record['code_version']}, now by {code_version()}")
            _put_deliveries(settings, again, record)
            land_and_prepare(again, (first, last), record["as_known_on"])
            _build(again)
            publish(again)
        yield from _report_findings(settings, again, records, month) if month else _table_findings(settings, again)


def runs_to_repeat(settings: Settings, records: tuple[chain.Record, ...], count: int) -> list[chain.Record]:
    """Of the first `count` records, publications that added to the ledger, and the last one, which made the tables."""
    announced = replaced_files(records, file_sha256(settings.published_db))
    took_place = [record for record, is_replaced in announced if is_replaced and record["after"] != record["before"]]
    if took_place and took_place[0]["before"] is not None:
        raise CannotRebuild("the run record begins after the first publication")
    runs = [record for record in took_place if record["kind"] == PUBLISHES and record in records[:count]]
    if not runs:
        raise CannotRebuild("the run record holds no publication")
    return [record for record in runs if record["result"] == PUBLISHED or record is runs[-1]]


def _put_deliveries(settings: Settings, again: Settings, record: chain.Record) -> None:
    """Copy what had landed by then; a delivery that came later must not be seen, whatever its dates."""
    for delivery_id in record["deliveries"]:
        folder = settings.landing / delivery_id
        if delivery_id in deliveries_used((record,)) and not folder.is_dir():
            raise CannotRebuild(f"delivery {delivery_id} is gone")
        target = again.landing / delivery_id
        if folder.is_dir() and not target.exists():
            private_folder(target.parent)
            shutil.copytree(folder, target)


def _build(again: Settings) -> None:
    from orchestration.project import DBT, dbt_environment  # Dagster takes seconds to import

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
        raise CannotRebuild("dbt could not build the models; its messages can quote rows and are not shown")


def _table_findings(settings: Settings, again: Settings) -> Iterator[Finding]:
    with duckdb.connect(":memory:") as con:
        for path, name in ((settings.published_db, "published"), (again.published_db, "again")):
            attach(con, path, name, read_only=True)
        tables = {name: {one.name for one in relations(con, name)} for name in ("published", "again")}
        for table in sorted(tables["published"] | tables["again"]):
            expected, found = (
                list(map(str, fingerprint(con, name, table))) if table in tables[name] else None
                for name in ("published", "again")
            )
            if expected != found:
                yield Finding(f"table {table}, computed again", "differs", expected, found)


def _report_findings(
    settings: Settings, again: Settings, records: tuple[chain.Record, ...], month: str
) -> Iterator[Finding]:
    from orchestration.report import write_report

    with opened(again.published_db) as con:
        found = ledger_digests(con)
    for name, digests in recorded_ledger(records).items():
        for key, expected in digests.items():
            if found[name].get(key) != expected:
                yield Finding(
                    f"ledger {name}, publication {key}, computed again", "differs", expected, found[name].get(key)
                )
    recorded = files_recorded(records)
    for la_code in councils(again.published_db):
        folder = private_folder(again.reports)
        for file in write_report(again.published_db, folder, la_code, month_end(month), settings.commentary):
            path = name_of(again, file)
            if recorded.get(path) != file_sha256(file):
                yield Finding(f"{path}, rendered again", "differs", recorded.get(path), file_sha256(file))
