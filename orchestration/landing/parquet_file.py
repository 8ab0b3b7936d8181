"""Parquet files: judged by their footer, then read as lines of text cells.

Belongs here: the format. Does not belong: what the columns mean (layout.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb

from orchestration.landing.cells import Line, Unreadable, text_of
from orchestration.landing.limits import limit

BATCH = 256
UNCAST = {"DOUBLE", "FLOAT", "VARCHAR"}


def parquet_lines(path: Path) -> Iterator[Line]:
    """Header, then rows from line 2. Columns are chosen by position, so that no name from the file becomes SQL.

    Raises Unreadable, possibly after some lines.
    """
    con = _closed_connection(path)
    try:
        file = {"path": str(path)}
        names = _names_after_checks(con, file)
        yield 1, names
        types = con.execute("describe select * from read_parquet($path, hive_partitioning = false)", file).fetchall()
        chosen = ", ".join(
            f"#{position}" if column[1] in UNCAST else f"#{position}::varchar"
            for position, column in enumerate(types, start=1)
        )
        con.execute(f"select {chosen} from read_parquet($path, hive_partitioning = false)", file)
        line = 2
        while rows := con.fetchmany(BATCH):
            for row in rows:
                yield line, [text_of(value) for value in row]
                line += 1
    except duckdb.Error:
        raise Unreadable("the file cannot be read as Parquet") from None
    finally:
        con.close()


def _closed_connection(path: Path) -> duckdb.DuckDBPyConnection:
    """A database in memory that can open this one file and nothing else, and takes no more memory than its limit."""
    con = duckdb.connect(config={"autoinstall_known_extensions": False, "autoload_known_extensions": False})
    con.execute("set threads = 1")
    con.execute("set temp_directory = ''")
    con.execute("set memory_limit = $most", {"most": f"{limit('parquet_memory_megabytes')}MB"})
    con.execute("set allowed_paths = [$path]", {"path": str(path)})
    con.execute("set enable_external_access = false")
    con.execute("set lock_configuration = true")
    return con


def _names_after_checks(con: duckdb.DuckDBPyConnection, file: dict[str, str]) -> list[str]:
    """The column names as the file has them, once its footer says nothing against reading it."""
    rows = con.execute("select sum(num_rows) from parquet_file_metadata($path)", file).fetchone()[0]
    if rows > limit("table_rows"):
        raise Unreadable(f"the file says it holds more than {limit('table_rows')} rows")
    unpacked = con.execute("select sum(total_uncompressed_size) from parquet_metadata($path)", file).fetchone()[0] or 0
    if unpacked > limit("parquet_unpacked_bytes"):
        raise Unreadable(f"the file says it unpacks to more than {limit('parquet_unpacked_bytes')} bytes")
    elements = con.execute("select name, num_children from parquet_schema($path)", file).fetchall()
    _root, *columns = elements
    if any(children for _, children in columns):
        raise Unreadable("a column holds lists or records, not single values")
    return [name for name, _ in columns]
