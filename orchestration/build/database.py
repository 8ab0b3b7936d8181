"""The private build database: its schemas, the control row and the copy of the ledger.

Belongs here: what must stand in the file before `dbt build` can run. Does not belong: landing a delivery
(landing/), or anything about the published file beyond reading its ledger.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from orchestration.common.encryption.databases import attach, opened
from orchestration.common.files import private_folder
from orchestration.landing.contract import tables
from orchestration.landing.limits import limit

LEDGER_SQL = Path(__file__).resolve().parent / "ledger.sql"
LEDGER_TABLES = ("published_values", "published_event_changes", "published_scorecard")
RAW_COLUMNS = ("_delivery_id", "_la_code", "_file", "_row", "_fault")
STORAGE = "v1.5.0"  # that of encrypted files; packing text takes a quarter less time than in the oldest, the default
FIXED_TABLES = """
create schema if not exists raw;
create schema if not exists control;
create schema if not exists ledger;
create table if not exists raw.deliveries (
    delivery_id varchar primary key, la_code varchar, month_end date, extract_date date, delivery integer,
    source_system varchar, manifest_sha256 varchar
);
create table if not exists raw.delivery_tables (
    delivery_id varchar, la_code varchar, table_name varchar, file_name varchar, rows bigint, sha256 varchar
);
alter table raw.delivery_tables add column if not exists unknown_columns integer;
create table if not exists raw.refused_deliveries (
    folder varchar, file varchar, line bigint, reason varchar, manifest_sha256 varchar
);
create table if not exists control.run (
    as_known_on date, first_month_on date, last_month_on date, code_version varchar
);
alter table control.run add column if not exists first_event_on date;
alter table control.run add column if not exists last_event_on date;
alter table control.run add column if not exists first_birth_on date;
alter table control.run add column if not exists token varchar;
create table if not exists control.built (
    node varchar, schema_name varchar, relation varchar, status varchar, token varchar
);
create table if not exists control.held_checks (
    la_code varchar, delivery_id varchar, check_id varchar, table_name varchar, what varchar, measured double,
    unit varchar, measured_on bigint, warn_above double, fail_above double, result varchar, reason varchar
);
alter table control.held_checks add column if not exists details varchar;
"""


Connection = duckdb.DuckDBPyConnection


class DatabaseBusy(RuntimeError):
    """Another process has the build database open."""


@dataclass(frozen=True)
class Run:
    """What the next build computes: month ends `first` to `last` from the newest delivery known on
    `as_known_on`."""

    as_known_on: date
    first: date
    last: date
    code_version: str


@contextmanager
def connect(path: Path, read_only: bool = False) -> Iterator[Connection]:
    """The build database, made when it does not exist, closed at the end. DatabaseBusy when it is locked."""
    private_folder(path.parent)
    with ExitStack() as stack:
        try:
            con = stack.enter_context(opened(path, read_only=read_only, storage=STORAGE))
        except duckdb.IOException as error:
            if "lock" not in str(error):
                raise
            raise DatabaseBusy(f"{path.name} is open in another process; wait until that run has ended") from None
        path.chmod(0o600)
        if not read_only:
            con.execute("set checkpoint_threshold = '1GB'")  # else the newest rows are packed anew at each commit
        yield con


def prepare(con: Connection) -> None:
    """Make every schema and table that the models read; what already stands is left as it is."""
    con.execute(FIXED_TABLES)
    con.execute(LEDGER_SQL.read_text(encoding="utf-8"))
    for table in tables().values():
        fields = "".join(f", {name} varchar" for name in table.kept)
        con.execute(
            f"create table if not exists raw.{table.name} (_delivery_id varchar, _la_code varchar, "
            f"_file varchar, _row bigint, _fault varchar{fields})"
        )


def set_run(con: Connection, run: Run) -> None:
    """Replace the one control row, with the limits of dates and a token of its own: what stands built is of another
    run. Nothing is held back yet.
    """
    con.execute("begin")
    con.execute("delete from control.run")
    con.execute("delete from control.held_checks")
    con.execute(
        "insert into control.run values "
        "(?, ?, ?, ?, make_date(?, 1, 1), make_date(?, 12, 31), make_date(?, 1, 1), uuid()::varchar)",
        [
            *(run.as_known_on, run.first, run.last, run.code_version),
            *(limit("first_event_year"), limit("last_event_year"), limit("first_birth_year")),
        ],
    )
    con.execute("commit")


def current_run(con: Connection) -> Run | None:
    """The control row, or None before the first run."""
    row = con.execute("select as_known_on, first_month_on, last_month_on, code_version from control.run").fetchone()
    return Run(*row) if row else None


def is_prepared(con: Connection) -> bool:
    """Whether nothing has been landed or removed since the control row was set."""
    return con.execute("select count(token) > 0 from control.run").fetchone()[0]


def is_built(con: Connection, schema: str, name: str) -> bool:
    """Whether dbt has built that relation since the control row was set."""
    return con.execute(
        "select count(*) > 0 from control.built inner join control.run using (token) "
        "where schema_name = ? and relation = ? and status = 'success'",
        [schema, name],
    ).fetchone()[0]


def newest_delivery(con: Connection, month_end: date | None = None) -> tuple[date, date] | None:
    """(month_end, extract_date) of the newest landed delivery, of any month or of `month_end` alone."""
    return con.execute(
        """
        select max(month_end), max(extract_date) from raw.deliveries
        where $month_end is null or month_end = $month_end having count(*) > 0
        """,
        {"month_end": month_end},
    ).fetchone()


def ledger_tables(con: Connection, database: str) -> list[str]:
    """Tables of the ledger that a published file holds; one from before a table was kept lacks it."""
    found = con.execute(
        "select table_name from duckdb_tables() where database_name = ? and schema_name = 'reporting'", [database]
    ).fetchall()
    return [name for name in LEDGER_TABLES if (name,) in found]


def refresh_ledger(con: Connection, published: Path) -> None:
    """Copy what was published into schema ledger, or leave it empty before the first publication."""
    for name in LEDGER_TABLES:
        con.execute(f"drop table if exists ledger.{name}")
    con.execute(LEDGER_SQL.read_text(encoding="utf-8"))
    if not published.exists():
        return
    attach(con, published, "published_file", read_only=True)
    try:
        for name in ledger_tables(con, "published_file"):
            con.execute(f"insert into ledger.{name} by name select * from published_file.reporting.{name}")
    finally:
        con.execute("detach published_file")
