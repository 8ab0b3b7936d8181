"""Files for readers beside the published database: which there are, where they lie, and writing them on the record.

Whoever adds a file adds it here: a run, a purge and the tests of killed runs go by this list. Belongs here: the list.
Does not belong: how a file is written (exports/, report/), or Dagster (defs/).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from orchestration.common.encryption.keys import DEMO, load_keys
from orchestration.common.errors import NotPossible, and_so_on
from orchestration.common.files import private_folder
from orchestration.common.months import Months, in_words
from orchestration.common.settings import Settings
from orchestration.exports.analysts_database import write_all_analysts
from orchestration.exports.csv_files import export_csv
from orchestration.exports.parquet_files import export_parquet
from orchestration.publish.queries import councils_with_report, last_reports, published_months
from orchestration.run_record import hash_chain
from orchestration.run_record.digests import file_sha256, name_of
from orchestration.run_record.entries import recorded

ANALYSTS_DATABASE = "analysts_database"


@dataclass(frozen=True)
class Files:
    """Files of one kind: the folder they lie in and what writes them all, returning their paths."""

    folder: Path
    write: Callable[[], list[Path]]


def files_for_analysts(settings: Settings) -> dict[str, Files]:
    """All kinds, in the order in which they are written, by the names of their assets."""
    keys = load_keys() or DEMO  # without keys nothing but demo deliveries is landed
    return {
        ANALYSTS_DATABASE: Files(
            settings.analysts, lambda: write_all_analysts(settings.published_db, settings.analysts_db, keys)
        ),
        "published_parquet": Files(settings.parquet, lambda: export_parquet(settings.analysts_db, settings.parquet)),
        "published_csv": Files(settings.csv, lambda: export_csv(settings.analysts_db, settings.csv)),
        "published_guide": Files(settings.guide.parent, lambda: [_guide(settings)]),
    }


def folders_of_files(settings: Settings) -> list[Path]:
    """Every folder that holds files for readers, those of single councils of a region among them."""
    of_councils = [path for path in settings.analysts.glob("*") if (path / settings.analysts_db.name).exists()]
    kinds = [one.folder for one in files_for_analysts(settings).values()]
    return list(dict.fromkeys([settings.reports, *kinds, *of_councils]))


def write_for_analysts(
    settings: Settings, name: str, asked: dict[str, str], months: Months | None = None
) -> list[Path]:
    """Write the files of one kind, and record them; returns them.

    NotPossible when something else than `months` is published, or when a kind that is made from the analysts' database
    would be made from one of another publication.
    """
    files = files_for_analysts(settings)[name]
    _require_published(settings, months)
    if name != ANALYSTS_DATABASE:
        _require_made_from_published(settings)
    return recorded(settings, files.folder, files.write, asked)


def write_reports(settings: Settings, month: date, asked: dict[str, str]) -> list[Path]:
    """Write the report of a month end for each council and, of several, the region's; record it; returns the files."""
    from orchestration.report import write_region_report, write_report  # its libraries take seconds to import

    folder = private_folder(settings.reports)

    def write() -> list[Path]:
        of_councils = [
            path
            for la_code in reported_councils(settings, month)
            for path in write_report(settings.published_db, folder, la_code, month, settings.commentary)
        ]
        of_region = [] if settings.la_code else write_region_report(settings.published_db, folder, month)
        return of_councils + of_region

    return recorded(settings, folder, write, asked)


def reported_councils(settings: Settings, month: date) -> list[str]:
    """Councils that this installation reports on and whose month has been published. A council that delivers late has
    its report later. NotPossible when there is none.
    """
    of_month = councils_with_report(settings.published_db, month)
    found = [la for la in of_month if settings.la_code in (None, la)]
    if not found:
        asked_of = f"CHILDREN_LA={settings.la_code}" if settings.la_code else "any council"
        there = [f"{la} to {last:%Y-%m}" for la, last in last_reports(settings.published_db)]
        raise NotPossible(
            f"no report of {month:%B %Y} has been published for {asked_of}; there are those of {and_so_on(there)}. "
            f"Run `python -m orchestration.run month {month:%Y-%m}` first, or ask for a month that is published"
        )
    return found


def _require_published(settings: Settings, months: Months | None) -> None:
    if not settings.published_db.exists():
        raise NotPossible(f"nothing is published in {settings.published}; materialise published_database first")
    there = published_months(settings.published_db)
    if months and months != there:
        raise NotPossible(
            f"not written: what is published is of {in_words(there)}, not of {in_words(months)}. Materialise these "
            f"files for {in_words(there)}; or, for {in_words(months)}, first landed_deliveries, all dbt models and "
            "published_database"
        )


def _require_made_from_published(settings: Settings) -> None:
    """By the run record, which says of the analysts' database which published file it was made from."""
    name = name_of(settings, settings.analysts_db)
    records = hash_chain.read(settings.run_record).records
    made_from = next((one["published"] for one in reversed(records) if name in one.get("files", ())), None)
    if made_from is None or made_from != file_sha256(settings.published_db):
        raise NotPossible(
            "not written: the analysts' database was not made from what is published now. Materialise "
            f"analysts_database for {in_words(published_months(settings.published_db))}, then these files"
        )


def _guide(settings: Settings) -> Path:
    from orchestration.exports.guide import write_guide

    return write_guide(settings.analysts_db, settings.guide)
