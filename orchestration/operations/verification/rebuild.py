"""Proves figures from the deliveries alone: repeats every publication of the run record and compares the outcome.

Belongs here: the repetition, in a folder of its own, and the comparison. Does not belong: what the record says of
files (findings.py). Nothing that is published is touched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import duckdb

from orchestration.common.encryption.databases import attach, opened
from orchestration.common.files import private_folder
from orchestration.common.months import month_end
from orchestration.common.relations import fingerprint, relations
from orchestration.common.settings import Settings
from orchestration.operations.verification.findings import Finding, files_recorded, scope_of
from orchestration.operations.verification.recompute import (
    CannotRebuild,
    folder_beside,
    publications,
    repeat,
    without_runs_of,
)
from orchestration.publish.queries import councils_with_report
from orchestration.run_record import hash_chain
from orchestration.run_record.digests import file_sha256, ledger_digests, name_of
from orchestration.run_record.entries import PUBLISHED, purged_deliveries, recorded_ledger


def rebuild(settings: Settings, month: str | None, tell: Callable[[str], None]) -> Iterator[Finding]:
    """What comes out otherwise when all publications are computed again from the landed deliveries, in their order.

    Compared are all published tables or, for the report of `month`, the ledger up to it and its files. `tell` is given
    a line per run. CannotRebuild when the record begins too late or a delivery is gone; models are built, their tests
    are not run.
    """
    all_records = hash_chain.read(settings.run_record).records
    records = scope_of(all_records, month).records
    with folder_beside(settings) as again:
        runs = runs_to_repeat(settings, all_records, len(records))
        repeat(settings, again, runs, purged_deliveries(all_records), tell)
        yield from _report_findings(settings, again, records, month) if month else _table_findings(settings, again)


def runs_to_repeat(settings: Settings, records: tuple[hash_chain.Record, ...], count: int) -> list[hash_chain.Record]:
    """Of the first `count` records, publications that added to the ledger, and the last one, which made the tables;
    without those of deliveries purged since.
    """
    took_place = publications(settings, records)
    if took_place and took_place[0]["before"] is not None:
        raise CannotRebuild("the run record begins after the first publication")
    runs = without_runs_of([one for one in took_place if one in records[:count]], purged_deliveries(records))
    if not runs:
        raise CannotRebuild("the run record holds no publication")
    return [record for record in runs if record["result"] == PUBLISHED or record is runs[-1]]


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
    settings: Settings, again: Settings, records: tuple[hash_chain.Record, ...], month: str
) -> Iterator[Finding]:
    from orchestration.report import write_region_report, write_report

    with opened(again.published_db) as con:
        found = ledger_digests(con)
    for name, digests in recorded_ledger(records).items():
        for key, expected in digests.items():
            if found[name].get(key) != expected:
                yield Finding(
                    f"ledger {name}, publication {key}, computed again", "differs", expected, found[name].get(key)
                )
    recorded = files_recorded(records)
    folder, end = private_folder(again.reports), month_end(month)
    files = write_region_report(again.published_db, folder, end)
    for la_code in councils_with_report(again.published_db, end):
        files += write_report(again.published_db, folder, la_code, end, settings.commentary)
    for file in files:
        path = name_of(again, file)
        if recorded.get(path) != file_sha256(file):
            yield Finding(f"{path}, rendered again", "differs", recorded.get(path), file_sha256(file))
