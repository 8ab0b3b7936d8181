"""The rows of one file on their way to raw: a tidy file is loaded into a table in memory, and from there into raw.

Belongs here: the SQL of landing rows. Does not belong: whether a file is tidy (tidy_csv.py, parquet_file.py) or good
(files.py). Names in this SQL come from the project's contract, never from a delivery; columns of a file are taken by
their position.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from orchestration.landing.contract import Table
from orchestration.landing.layout import Layout
from orchestration.landing.parquet_file import PARQUET

Connection = duckdb.DuckDBPyConnection
QUOTED = """auto_detect = false, header = false, delim = ',', quote = '"', escape = '"', nullstr = ''"""


def load_tidy_csv(con: Connection, path: Path, table: Table, layout: Layout) -> int | None:
    """The number of rows of a CSV file whose every line is a record; None when DuckDB finds one that is not."""
    columns = ", ".join(f"'c{position}': 'VARCHAR'" for position in range(layout.width))
    rows = f"read_csv($path, columns = {{{columns}}}, {QUOTED}, skip = 1, strict_mode = true)"
    return _load(con, path, table, layout, "#{}", rows)


def load_tidy_parquet(con: Connection, path: Path, table: Table, layout: Layout) -> int | None:
    """The number of rows of a Parquet file that was proof-read; None when DuckDB cannot take it."""
    return _load(con, path, table, layout, "nullif(#{}::varchar, '')", PARQUET)


def insert_rows(con: Connection, provenance: dict[str, str], table: Table, careful: Path) -> None:
    """Into raw go the rows that the careful reader left as CSV, or else those that were loaded, in the file's order.

    Of a tidy file every line is a row and the header is the first: the loaded table numbers its rows from 0.
    """
    names = ", ".join(table.kept)
    if careful.exists():
        kept = ", ".join(f"'{name}': 'VARCHAR'" for name in ("_fault", *table.kept))
        rows = f"select _row, _fault, {names} from read_csv($path, columns = {{'_row': 'BIGINT', {kept}}}, {QUOTED}, "
        rows += "new_line = '\\n', parallel = false, max_line_size = 100000000)"
        provenance = {**provenance, "path": str(careful)}
    else:
        rows = f"select rowid + 2 as _row, null as _fault, {names} from {_loaded(table)}"
    con.execute(
        f"insert into raw.{table.name} by name "
        f"select $delivery as _delivery_id, $la as _la_code, $file as _file, * from ({rows})",
        provenance,
    )


def drop_loaded(con: Connection, table: Table) -> None:
    """Forget what was loaded, if anything was."""
    con.execute(f"drop table if exists {_loaded(table)}")


def _load(con: Connection, path: Path, table: Table, layout: Layout, cell: str, rows: str) -> int | None:
    kept = zip(table.kept, layout.positions, strict=True)
    cells = ", ".join(f"{cell.format(position + 1)} as {name}" for name, position in kept)
    try:
        return con.execute(
            f"create or replace temp table {_loaded(table)} as select {cells} from {rows}", {"path": str(path)}
        ).fetchone()[0]
    except duckdb.Error:
        return None


def _loaded(table: Table) -> str:
    return f"loaded_{table.name}"
