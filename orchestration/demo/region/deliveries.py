"""Writes deliveries of invented councils, copied in SQL from one council's rows, as Parquet with a manifest.

Copies have ids of their own. Belongs here: rows and files. Does not belong: who is copied (copies.py), or sizes and
habits (councils.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from orchestration.build import database
from orchestration.common.encryption.databases import attach
from orchestration.common.errors import NotPossible
from orchestration.common.relations import literal
from orchestration.demo.deliveries.delivery_files import key_field, write_manifest
from orchestration.demo.region.copies import choose, number_of_copies, weigh
from orchestration.demo.region.councils import Council
from orchestration.demo.region.source import TEAMS, is_id, load, worker_field
from orchestration.landing.contract import Field, Table, tables
from orchestration.landing.deliveries import DEMO

SOURCE_SYSTEM = f"{DEMO} of many councils"
CONFIG = {"memory_limit": "2GB", "temp_directory": "", "preserve_insertion_order": False}
WORKERS = ("ssd_professionals", "hr_posts")
VISITS = {"ssd_cp_visits": "cppv_cp_visit_id", "ssd_cla_visits": "clav_cla_visit_id"}
END_OF_ASSESSMENT = "cina_assessment_auth_date"


@dataclass(frozen=True)
class Source:
    """A landed delivery to be copied: `delivery_id` in the schema raw of the database at `database`."""

    database: Path
    delivery_id: str
    month_end: date
    extract_date: date


def landed_deliveries(build_db: Path, months: list[date]) -> list[Source]:
    """The demo deliveries of the month ends `months` landed in a build database, the newest of each month.

    NotPossible when a month has none: rows of real children are never copied.
    """
    found = {}
    with database.connect(build_db, read_only=True) as con:
        rows = con.execute(
            "select delivery_id, month_end, extract_date, source_system from raw.deliveries order by delivery"
        ).fetchall()
    for delivery_id, month, extract_date, source_system in rows:
        if source_system.startswith(DEMO):
            found[month] = Source(build_db, delivery_id, month, extract_date)
    missing = [f"{month:%B %Y}" for month in months if month not in found]
    if missing:
        raise NotPossible(f"no demo delivery has been landed of {', '.join(missing)}")
    return [found[month] for month in sorted(months)]


def write_councils(sources: list[Source], councils: list[Council], landing: Path) -> list[Path]:
    """Write a delivery of each source, oldest first, for each council below `landing`; returns their folders.

    Rows are read once into memory and written council by council, so that memory does not grow with their number.
    FileExistsError when a council has such a delivery already.
    """
    with duckdb.connect(config=CONFIG) as con:
        attach(con, sources[-1].database, "build", read_only=True)
        load(con, "build.raw", sources[-1].delivery_id)
        weigh(con)
        folders = []
        for source in sources:
            names = load(con, "build.raw", source.delivery_id)
            folders += [_write_council(con, source, council, names, landing) for council in councils]
    return folders


def _write_council(
    con: duckdb.DuckDBPyConnection, source: Source, council: Council, names: list[str], landing: Path
) -> Path:
    folder = landing / council.la_code / source.month_end.isoformat() / "1"
    folder.mkdir(parents=True)
    choose(con, council)
    files = []
    for name in names:
        path = folder / f"{name}.parquet"
        copied = _copied(tables()[name], council, source)
        [rows] = con.execute(f"copy ({copied}) to {literal(str(path))} (format parquet)").fetchone()
        files.append((name, path.name, rows))
    write_manifest(folder, files, source.month_end, source.extract_date, council.la_code, SOURCE_SYSTEM)
    return folder


def _copied(table: Table, council: Council, source: Source) -> str:
    """SQL of a table's rows in a council, with the columns of the contract; those that landing drops are empty."""
    worker = worker_field(table)
    columns = ", ".join(f"{_value(table, field, council, source)} as {field.name}" for field in table.fields)
    chosen = _chosen(table, worker, council)
    if worker:
        chosen += (
            f" left join copies_of_workers as workers"
            f" on rows.{worker} = workers.worker and {_copy_of_worker(council)} = workers.copy"
        )
    if table.name in VISITS:
        chosen += f" where hash(rows.{VISITS[table.name]}, rows.copy) % 1000 >= {council.missed_visits * 1000:.0f}"
    return f"select {columns} from {chosen}"


def _chosen(table: Table, worker: str | None, council: Council) -> str:
    """SQL of the rows that the council has, each as often as it has it, with the number of the `copy`."""
    if table.name == TEAMS:
        return f"(select rows.*, 0 as copy from source.{table.name} as rows) as rows"
    if table.name in WORKERS:
        kept = f"inner join copies_of_workers as kept on rows.{worker} = kept.worker and kept.is_kept"
        return f"(select rows.*, kept.copy from source.{table.name} as rows {kept}) as rows"
    of_no_child = f"range(cast(floor({council.size} + hash(rows.{key_field(table.name)}) % 10000 / 10000) as bigint))"
    return (
        f"(select rows.*, unnest(coalesce(children.copies, {of_no_child})) as copy from source.{table.name} as rows "
        f"left join copies_of_children as children on rows._child = children.child) as rows"
    )


def _value(table: Table, field: Field, council: Council, source: Source) -> str:
    """SQL of one value of a copied row."""
    if not field.is_kept:
        return "cast(null as varchar)"
    if field.name == worker_field(table):
        return f"coalesce(workers.stands_in, rows.{field.name}) || {_numbered(_copy_of_worker(council))}"
    if is_id(table, field):
        return f"rows.{field.name} || {_numbered('rows.copy')}"
    if field.name == END_OF_ASSESSMENT:
        later = f"try_cast(rows.{field.name} as date) + {council.slower_days}"
        known = f"case when {later} <= date '{source.extract_date}' then strftime({later}, '%Y-%m-%d') end"
        return f"case when {later} is null then rows.{field.name} else {known} end"
    return f"rows.{field.name}"


def _copy_of_worker(council: Council) -> str:
    """Children who are copied more often than the council's teams are with the workers of the last copy."""
    return f"least(rows.copy, {number_of_copies(council) - 1})"


def _numbered(copy: str) -> str:
    """What an id of a copy ends in; those of the first copy are the source's own."""
    return f"case when {copy} > 0 then '.' || {copy} else '' end"
