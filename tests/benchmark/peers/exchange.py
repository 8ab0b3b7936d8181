"""What goes into the peers and what comes out: Parquet files of a build database's raw tables and seeds, and answers.

`python -m tests.benchmark.peers.exchange export BUILD_DB FOLDER` writes the files; `... check ANSWERS ANSWERS [...]`
compares answers, and with `--build BUILD_DB` those that the build itself gives for the same months.

Belongs here: reading, writing and comparing. Does not belong: how an engine computes, or how long it takes.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import duckdb

Answers = list[tuple[str, str, str, str, date, float | None, float | None]]
"""Council, indicator, breakdown, month or ytd, period end, numerator, denominator; in no order."""

COLUMNS = (
    "la_code varchar, indicator_id varchar, breakdown varchar, period_kind varchar, period_end_on date, "
    "numerator double, denominator double"
)
TABLES = "select table_name from duckdb_tables() where database_name = 'build' and schema_name = ? order by all"
NEWEST = """
create temp table newest as
select delivery_id from build.raw.deliveries
qualify row_number() over (partition by la_code order by extract_date desc, month_end desc, delivery desc) = 1
"""
BUILT = """
select la_code, indicator_id, breakdown, period_kind, period_end_on, numerator, denominator
from build.reporting.indicator_values
"""


def export(build_db: Path, folder: Path) -> None:
    """Write the newest delivery of each council to `folder`/raw and the seeds to `folder`/seeds, a file per table."""
    with _opened(build_db) as con:
        con.execute(NEWEST)
        for schema in ("raw", "seeds"):
            (folder / schema).mkdir(parents=True, exist_ok=True)
            for (table,) in con.execute(TABLES, [schema]).fetchall():
                if table == "refused_deliveries":
                    continue
                file = folder / schema / f"{table}.parquet"
                con.execute(f"copy (from build.{schema}.{table} where {_asked_for(schema, table)}) to '{file}'")


def _asked_for(schema: str, table: str) -> str:
    """Condition of the rows that the peers read."""
    if schema == "raw":
        key = "delivery_id" if table in ("deliveries", "delivery_tables") else "_delivery_id"
        return f"{key} in (from newest)"
    return "la_code is null" if table == "codes" else "true"


def write_answers(answers: Answers, file: Path) -> None:
    """Write answers as Parquet, in order."""
    with duckdb.connect() as con:
        con.execute(f"create table answers ({COLUMNS})")
        con.executemany("insert into answers values (?, ?, ?, ?, ?, ?, ?)", answers)
        con.execute(f"copy (from answers order by all) to '{file}'")


def read_answers(file: Path) -> Answers:
    """Read what write_answers() wrote."""
    with duckdb.connect() as con:
        return con.execute(f"from '{file}'").fetchall()


def built_answers(build_db: Path, like: Answers) -> Answers:
    """What the build database says of the indicators and period ends that `like` holds."""
    asked = {(row[1], row[4]) for row in like}
    with _opened(build_db) as con:
        return [row for row in con.execute(BUILT).fetchall() if (row[1], row[4]) in asked]


def differences(some: Answers, others: Answers) -> list[tuple]:
    """Every answer that stands on one side only, marked with the side; none when all are exactly equal."""
    first, second = Counter(some), Counter(others)
    beside = [("first", *row) for row in (first - second).elements()]
    beside += [("second", *row) for row in (second - first).elements()]
    return sorted(beside, key=str)


@contextmanager
def _opened(build_db: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to which the build database is attached as `build`, to read only."""
    with duckdb.connect() as con:
        con.execute(f"attach '{build_db}' as build (read_only)")
        yield con


def main() -> int:
    """0 when done and, for a check, when all answers are equal."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    exporting = commands.add_parser("export", help="write raw tables and seeds of a build database as Parquet")
    exporting.add_argument("build_db", type=Path)
    exporting.add_argument("folder", type=Path)
    checking = commands.add_parser("check", help="compare answers exactly")
    checking.add_argument("answers", type=Path, nargs="+")
    checking.add_argument("--build", type=Path, help="build database whose indicator_values must say the same")
    given = parser.parse_args()
    if given.command == "export":
        export(given.build_db, given.folder)
        return 0
    reference, *rest = (read_answers(file) for file in given.answers)
    compared = dict(zip(given.answers[1:], rest, strict=True))
    if given.build:
        compared[given.build] = built_answers(given.build, reference)
    found = {path: differences(reference, answers) for path, answers in compared.items()}
    for path, rows in found.items():
        print(f"{path}: {len(reference)} answers, {len(rows)} differences", *rows[:20], sep="\n  ")
    return int(any(found.values()))


if __name__ == "__main__":
    sys.exit(main())
