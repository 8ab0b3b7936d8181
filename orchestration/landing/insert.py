"""The rows of one file on their way to raw, as a query: what the careful reader left, or a tidy file itself.

Belongs here: the SQL of landing rows. Does not belong: whether a file is tidy (tidy_csv.py, parquet_file.py) or good
(table_files.py). Names in this SQL come from the project's contract, never from a delivery; columns of a file are taken
by their position.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from orchestration.landing.contract import Table
from orchestration.landing.header import Layout
from orchestration.landing.parquet_file import PARQUET, ROW

Connection = duckdb.DuckDBPyConnection
PARQUET_CELL = "nullif(#{}::varchar, '')"
QUOTED = """auto_detect = false, header = false, delim = ',', quote = '"', escape = '"', nullstr = ''"""


@dataclass(frozen=True)
class Rows:
    """A query for _row, _fault and the kept fields of a table, and the file it reads, if it reads one."""

    query: str
    path: Path | None = None


def careful_rows(path: Path, table: Table) -> Rows:
    """What the careful reader wrote: _row, _fault and the kept fields, each in quotes."""
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in ("_fault", *table.kept))
    options = f"{QUOTED}, new_line = '\\n', parallel = false, max_line_size = 100000000"
    return Rows(f"select * from read_csv($path, columns = {{'_row': 'BIGINT', {columns}}}, {options})", path)


def tidy_parquet_rows(path: Path, table: Table, layout: Layout) -> Rows:
    """Of a file that was proof-read. Its rows count from 0, those of a file with a header from 2."""
    return Rows(f"select {ROW} + 2 as _row, null as _fault, {_kept(table, layout, PARQUET_CELL)} from {PARQUET}", path)


def tidy_csv_rows(con: Connection, path: Path, table: Table, layout: Layout, expected: int) -> Rows | None:
    """Of a file whose every line is a record, loaded into a table in memory, which counts them in the file's order.

    None when DuckDB finds a line that is no record, or another number of them.
    """
    columns = ", ".join(f"'c{position}': 'VARCHAR'" for position in range(layout.width))
    loaded = f"loaded_{table.name}"
    try:
        count = con.execute(
            f"create or replace temp table {loaded} as select {_kept(table, layout, '#{}')} "
            f"from read_csv($path, columns = {{{columns}}}, {QUOTED}, skip = 1, strict_mode = true)",
            {"path": str(path)},
        ).fetchone()[0]
    except duckdb.Error:
        return None
    return Rows(f"select rowid + 2 as _row, null as _fault, * from {loaded}") if count == expected else None


def insert_rows(con: Connection, provenance: dict[str, str], table: Table, rows: Rows) -> None:
    """Put rows into raw with the delivery, council and file they are from."""
    con.execute(
        f"insert into raw.{table.name} by name "
        f"select $delivery as _delivery_id, $la as _la_code, $file as _file, * from ({rows.query})",
        {**provenance, **({"path": str(rows.path)} if rows.path else {})},
    )


def drop_loaded(con: Connection, table: Table) -> None:
    """Forget what was loaded, if anything was."""
    con.execute(f"drop table if exists temp.loaded_{table.name}")


def _kept(table: Table, layout: Layout, cell: str) -> str:
    named = zip(table.kept, layout.positions, strict=True)
    return ", ".join(f"{cell.format(position + 1)} as {name}" for name, position in named)
