"""What is recorded: a publication, a file encrypted anew, files that were written, and a run that was stopped.

Belongs here: what each record says and when it is written. Does not belong: how a line is written (hash_chain.py), or
Dagster's part of the facts (run_hooks.py).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb

from orchestration.build import database
from orchestration.common.encryption.databases import attach, opened
from orchestration.common.relations import SCHEMA
from orchestration.common.settings import Settings
from orchestration.run_record import hash_chain
from orchestration.run_record.digests import Digest, file_sha256, ledger_digests, name_of, raw_digests

PUBLISHES, ENCRYPTS, WROTE, STOPPED, PURGES = "publishes", "encrypts", "wrote", "stopped", "purges"
PUBLISHED_FILE = "published/children.duckdb"
PUBLISHED, UNCHANGED, LOOKED_BACK = "published", "unchanged", "looked back"


def publishes(settings: Settings, file: Path, asked: dict[str, Any]) -> hash_chain.Record:
    """Record, before it happens, that `file` is about to become the published file (or is it already).

    So a kill can leave a record of a publication that did not take place, which the next record shows, but never
    a published file without a record. `asked` is what Dagster knows of the run, see hooks.asked.
    """
    known = hash_chain.read(settings.run_record).records
    before, after = file_sha256(settings.published_db), file_sha256(file)
    with duckdb.connect(":memory:") as con:
        attach(con, settings.build_db, "build", read_only=True)
        attach(con, file, "candidate", read_only=True)
        used = [
            row[0] for row in con.execute("select delivery_id from build.staging.stg_deliveries order by 1").fetchall()
        ]
        held = con.execute("select distinct delivery_id from build.control.held_checks order by 1").fetchall()
        landed = con.execute("select delivery_id, manifest_sha256 from build.raw.deliveries order by 1").fetchall()
        con.execute("use build")
        run = database.current_run(con)
        raw = raw_digests(con, used)
        con.execute("use candidate")
        # a publication that the record knows is never recorded again: that would hide a change of it
        ledger = ledger_digests(con, left_out=recorded_ledger(known))
        checks = {"tests": _tests(con), "figures": _figure_checks(con)}
        last_known = con.execute(f"select max(as_known_on) from {SCHEMA}.published_values").fetchone()[0]
    looked_back = last_known is not None and run.as_known_on < last_known
    return hash_chain.append(
        settings.run_record,
        PUBLISHES,
        {
            "result": UNCHANGED if before == after else LOOKED_BACK if looked_back else PUBLISHED,
            "asked": asked,
            "months": [run.first.isoformat(), run.last.isoformat()],
            "as_known_on": run.as_known_on.isoformat(),
            "code_version": run.code_version,
            "deliveries": dict(landed),
            "used": used,
            "held_back": [row[0] for row in held],
            "raw": raw,
            "ledger": ledger,
            "checks": checks,
            "before": before,
            "after": after,
            **_what_was_found(known, before),
        },
    )


def encrypts(settings: Settings, path: Path, file: Path) -> hash_chain.Record:
    """Record, before it happens, that `file`, the same tables under the present key, is about to replace `path`."""
    facts = {"file": name_of(settings, path), "before": file_sha256(path), "after": file_sha256(file)}
    return hash_chain.append(settings.run_record, ENCRYPTS, facts)


def purges(settings: Settings, delivery_id: str, reason: str, file: Path, removed: list[str]) -> hash_chain.Record:
    """Record, before it happens, that a delivery is purged: `file`, computed without it, is about to become the
    published file (there is none, when there will be none), and `removed` goes.

    `reason` must not hold a value of a row.
    """
    facts: dict[str, Any] = {"delivery": delivery_id, "reason": reason, "removed": removed}
    if not file.exists():
        facts["whole_ledger"] = {name: {} for name in database.LEDGER_TABLES}
    elif file != settings.published_db:
        with opened(file) as con:
            facts["whole_ledger"] = ledger_digests(con)
    facts |= {"before": file_sha256(settings.published_db), "after": file_sha256(file)}
    return hash_chain.append(settings.run_record, PURGES, facts)


def purged_deliveries(records: tuple[hash_chain.Record, ...]) -> dict[str, str]:
    """Delivery ids that were purged, and when."""
    return {record["delivery"]: record["at"] for record in records if record["kind"] == PURGES}


def recorded(settings: Settings, folder: Path, write: Callable[[], list[Path]], asked: dict[str, Any]) -> list[Path]:
    """Call `write`, which writes files into the folder, and record what it wrote and removed there; returns the files.

    After a kill in between, the files differ from the record until the run is repeated: same figures, same bytes.
    """
    before = _names(settings, folder)
    files = write()
    facts = {
        "asked": asked,
        "files": {name_of(settings, path): file_sha256(path) for path in files},
        "removed": sorted(before - _names(settings, folder)),
        "published": file_sha256(settings.published_db),
    }
    hash_chain.append(settings.run_record, WROTE, facts)
    return files


def stopped(settings: Settings, step: str, error: str, reason: str, asked: dict[str, Any]) -> hash_chain.Record:
    """Record a run that was refused or failed; `reason` must not hold a value of a row."""
    facts = {"asked": asked, "step": step, "error": error, "reason": reason}
    return hash_chain.append(settings.run_record, STOPPED, {**facts, "published": file_sha256(settings.published_db)})


def recorded_ledger(records: tuple[hash_chain.Record, ...]) -> dict[str, dict[str, Digest]]:
    """What the records say of each publication in each table of the ledger, the newest word counting; what a purge
    says stands for all before it.
    """
    found: dict[str, dict[str, Digest]] = {name: {} for name in database.LEDGER_TABLES}
    for record in records:
        found |= {name: dict(digests) for name, digests in record.get("whole_ledger", {}).items()}
        for name, digests in record.get("ledger", {}).items():
            found[name] |= digests
    return found


def replaced_files(records: tuple[hash_chain.Record, ...], now: str | None) -> list[tuple[hash_chain.Record, bool]]:
    """Each record that announces a published file, and whether that file did take its place.

    `now` is the hash of the published file. It did not take its place when the next announcement found, or when there
    stands now, still the file of before, and no record in between saw it there.
    """
    announced = [number for number, record in enumerate(records) if _announces(record)]
    found = [(number, records[number]["before"]) for number in announced[1:]] + [(len(records), now)]
    result = []
    for number, (until, later) in zip(announced, found, strict=False):  # none announced: nothing
        record = records[number]
        seen = {one.get("published") for one in records[number + 1 : until]} | {record["before"]}
        result.append((record, later != record["before"] or record["after"] in seen))
    return result


def _announces(record: hash_chain.Record) -> bool:
    is_encryption = record["kind"] == ENCRYPTS and record["file"] == PUBLISHED_FILE
    return record["kind"] in (PUBLISHES, PURGES) or is_encryption


def _names(settings: Settings, folder: Path) -> set[str]:
    """Files right in the folder, as the record calls them."""
    return {name_of(settings, path) for path in folder.glob("[!.]*") if path.is_file()}


def _what_was_found(known: tuple[hash_chain.Record, ...], before: str | None) -> dict[str, str]:
    """A remark when the last publication announced is not what stands there."""
    announced = replaced_files(known, before)
    if not announced or announced[-1][0]["after"] == before:
        return {}
    if not announced[-1][1]:
        return {"remark": "the run before was stopped before it replaced the published file; it was as before"}
    return {"remark": "the published file found was not the one that the run before left"}


def _tests(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """How many dbt tests of the build ended how."""
    return dict(
        con.execute(
            "select status, count(*) from build.control.built where node like 'test.%' group by all order by all"
        ).fetchall()
    )


def _figure_checks(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """How many checks of the newest report's figures passed, failed or are named exceptions."""
    found = con.execute(
        "select count(*) from duckdb_tables() where database_name = 'candidate' and table_name = 'figure_checks'"
    ).fetchone()[0]
    if not found:
        return {}
    return dict(
        con.execute(
            f"""
            select result, count(*) from {SCHEMA}.figure_checks
            where report_month = (select max(report_month) from {SCHEMA}.figure_checks) group by all order by all
            """
        ).fetchall()
    )
