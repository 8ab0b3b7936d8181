"""Purge: a delivery that may not be kept goes, with everything that was made from it.

What stands afterwards is what would stand had the delivery never come: publications that used it are computed again,
in their order, from the others. Values that only it gave leave the ledger; where another delivery of the month has come
since, that one gives them. What has been printed or copied elsewhere is out of reach.

Belongs here: the order of steps and what is taken away. Does not belong: repeating runs (verification/recompute.py).
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from orchestration.build import database
from orchestration.build.database import ledger_tables
from orchestration.build.rewrite import rewrite_without
from orchestration.common.encryption.databases import attach, opened
from orchestration.common.errors import NotPossible
from orchestration.common.files import private_folder
from orchestration.common.months import month_end
from orchestration.common.relations import SCHEMA
from orchestration.common.settings import Settings
from orchestration.landing.deliveries import MANIFEST
from orchestration.operations.after_purge import months_to_write, unfinished_purge
from orchestration.operations.output_files import (
    files_for_analysts,
    folders_of_files,
    write_for_analysts,
    write_reports,
)
from orchestration.operations.verification.recompute import (
    CannotRebuild,
    folder_beside,
    publications,
    repeat,
    without_runs_of,
)
from orchestration.publish.previous import previous_copies
from orchestration.publish.publication import replace, sync
from orchestration.publish.queries import councils_with_report
from orchestration.run_record import hash_chain
from orchestration.run_record.digests import name_of
from orchestration.run_record.entries import purged_deliveries, purges

ASKED = {"started_by": "command line"}


def purge(settings: Settings, delivery_id: str, reason: str, tell: Callable[[str], None]) -> None:
    """Remove a delivery (its id: council/month end/number) everywhere; `reason` goes into the run record.

    The caller holds the writer lock. Killed in between, the call has to be repeated and then ends what it began, the
    files for readers included; until then `verify` says so. NotPossible when nothing of the delivery is here,
    CannotRebuild when a delivery that is needed is gone; then nothing was changed.
    """
    if not reason.strip():
        raise NotPossible("say why, in words that name no child: the run record keeps them")
    found = traces(settings, delivery_id)
    if not found and unfinished_purge(settings, hash_chain.read(settings.run_record).records) != delivery_id:
        raise NotPossible(f"nothing of a delivery {delivery_id} is here")
    for place in found:
        tell(f"Found in {place}")
    if found:
        with folder_beside(settings) as again:
            is_published = bool(_rows_of(settings.published_db, delivery_id))
            if is_published:
                _publish_without(settings, again, delivery_id, tell)
            _take_away(settings, again, delivery_id, reason, is_published)
    records = hash_chain.read(settings.run_record).records
    if unfinished_purge(settings, records):
        _write_files(settings, months_to_write(records), tell)
    left = traces(settings, delivery_id)
    tell(f"Still found in {', '.join(left)}" if left else f"Nothing of {delivery_id} is left")


def traces(settings: Settings, delivery_id: str) -> list[str]:
    """Where rows of a delivery stand, or rows computed from it. Files made from the published one are not listed."""
    found = ["the landing folder"] if _folder(settings, delivery_id).is_dir() else []
    if settings.build_db.exists():
        with database.connect(settings.build_db) as con:
            database.prepare(con)
            if con.execute(
                "select 1 from raw.deliveries where delivery_id = $id "
                "union all select 1 from raw.refused_deliveries where folder = $id",
                {"id": delivery_id},
            ).fetchone():
                found.append("the build database")
    files = (settings.published_db, *previous_copies(settings.published / "previous"))
    return found + [name_of(settings, path) for path in files if _rows_of(path, delivery_id)]


def _folder(settings: Settings, delivery_id: str) -> Path:
    """The delivery's folder. NotPossible for an id that is no path of three parts below the landing folder."""
    folder = settings.landing / delivery_id
    if len(Path(delivery_id).parts) != 3 or folder.resolve() != settings.landing.resolve() / delivery_id:
        raise NotPossible("a delivery is named like E08000018/2020-12-31/1")
    return folder


def _rows_of(published_db: Path, delivery_id: str) -> int:
    """Rows of the ledger that a delivery gave, and of the checks that it was held back for."""
    if not published_db.exists():
        return 0
    with opened(published_db) as con:
        counts = (
            f"select count(*) from {SCHEMA}.{name} where delivery_id = $id"  # names of this project's tables
            for name in (*ledger_tables(con, con.execute("select current_database()").fetchone()[0]), "intake_checks")
        )
        return con.execute(
            f"select sum(n) from ({' union all '.join(counts)}) as t (n)", {"id": delivery_id}
        ).fetchone()[0]


def _publish_without(settings: Settings, again: Settings, delivery_id: str, tell: Callable[[str], None]) -> None:
    """Publish in `again` all that was published since the delivery was first used or held back, without it.

    The ledger of before is the start: it holds nothing of the delivery. The last run of before is repeated too, since
    it may be the last of all.
    """
    records = hash_chain.read(settings.run_record).records
    purged = {*purged_deliveries(records), delivery_id}
    runs = publications(settings, records)
    seen = ({*record["used"], *record.get("held_back", ())} for record in runs)
    first = next((number for number, named in enumerate(seen) if delivery_id in named), None)
    if first is None:
        raise CannotRebuild(f"the run record does not say when {delivery_id} was first used")
    kept = [one for one in without_runs_of(runs, purged) if one in runs[max(first - 1, 0) :]]
    if first:
        _ledger_before(settings.published_db, again.published_db, delivery_id)
    repeat(settings, again, kept, purged, tell)


def _ledger_before(published_db: Path, start: Path, delivery_id: str) -> None:
    """Write a published file that holds the ledger alone, up to the council's publication before the delivery's."""
    private_folder(start.parent)
    with opened(start, read_only=False) as con:
        attach(con, published_db, "published", read_only=True)
        con.execute(f"create schema {SCHEMA}")
        for name in ledger_tables(con, "published"):
            con.execute(
                f"""
                create table {SCHEMA}.{name} as
                select ledger.* from published.{SCHEMA}.{name} as ledger
                where ledger.la_code <> split_part($id, '/', 1) or ledger.publication_no < coalesce((
                    select min(publication_no) from published.{SCHEMA}.published_values where delivery_id = $id
                ), ledger.publication_no + 1)
                """,
                {"id": delivery_id},
            )


def _take_away(settings: Settings, again: Settings, delivery_id: str, reason: str, is_published: bool) -> None:
    """Record it and remove it: first what a run could land again, last what tells the next call what is left to do."""
    folder = _folder(settings, delivery_id)
    files = [path for place in folders_of_files(settings) for path in place.glob("*.*")] if is_published else []
    removed = [f"landing/{delivery_id}", *sorted(name_of(settings, path) for path in files)]
    (folder / MANIFEST).unlink(missing_ok=True)
    purges(settings, delivery_id, reason, again.published_db if is_published else settings.published_db, removed)
    if folder.exists():
        shutil.rmtree(folder)
    if settings.build_db.exists():
        rewrite_without(settings.build_db, [delivery_id])
    for place in (settings.logs, settings.dbt_target / "run", settings.scratch, settings.spark):
        if place.exists():
            shutil.rmtree(place)
    if is_published:
        for path in (*files, *previous_copies(settings.published / "previous")):
            path.unlink()
        if again.published_db.exists():
            sync(again.published_db)
            replace(again.published_db, settings.published_db)
        else:
            settings.published_db.unlink()


def _write_files(settings: Settings, months: set[str], tell: Callable[[str], None]) -> None:
    """Write the analysts' files again, and the reports of the months that are still published."""
    tell("Writing the files for readers again")
    for name in files_for_analysts(settings):
        write_for_analysts(settings, name, ASKED)
    for month in sorted(months):
        if councils_with_report(settings.published_db, month_end(month)):
            write_reports(settings, month_end(month), ASKED | {"first_month": month, "last_month": month})
        else:
            tell(f"  There is no report of {month} any more")
