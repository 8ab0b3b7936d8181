"""Parquet files: judged by their footer, then read as lines of text cells, or proof-read to be loaded at once.

Belongs here: the format. Does not belong: what the columns mean (header.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb

from orchestration.landing.limits import limit
from orchestration.landing.values import Line, Unreadable, is_total, text_of

LINES = "read_parquet($path, hive_partitioning = false)"
ROW = "file_row_number"
PARQUET = f"read_parquet($path, hive_partitioning = false, {ROW} = true)"
BATCH = 256
UNCAST = {"DOUBLE", "FLOAT", "VARCHAR"}
WHOLE_NUMBERS = {f"{sign}{size}" for sign in ("", "U") for size in ("TINYINT", "SMALLINT", "INTEGER", "BIGINT")}
TYPED_CHARACTERS = 40  # no text of another type here is longer
SAME_IN_SQL = {"VARCHAR", "BOOLEAN", "DATE", "TIMESTAMP", *WHOLE_NUMBERS}


def parquet_lines(path: Path) -> Iterator[Line]:
    """Header, then rows from line 2. Columns are chosen by position, so that no name from the file becomes SQL.

    Raises Unreadable, possibly after some lines.
    """
    con = _closed_connection(path)
    try:
        file = {"path": str(path)}
        names = _names_after_checks(con, file)
        yield 1, names
        chosen = ", ".join(
            f"#{position}" if kind in UNCAST else f"#{position}::varchar"
            for position, kind in enumerate(_types(con, LINES, file), start=1)
        )
        con.execute(f"select {chosen} from {LINES}", file)
        line = 2
        while rows := con.fetchmany(BATCH):
            for row in rows:
                yield line, [text_of(value) for value in row]
                line += 1
    except duckdb.Error:
        raise Unreadable("the file cannot be read as Parquet") from None
    finally:
        con.close()


def proof_read(path: Path) -> tuple[list[str], int] | None:
    """Column names and number of rows of a file of which `PARQUET`, each column cast to varchar, gives exactly what
    `parquet_lines` does; None of any other, whether it is good or not.

    All of it is read once under the limits of a closed connection, so that no other meets a page it cannot take.
    """
    con = _closed_connection(path, threads=4)
    try:
        file = {"path": str(path)}
        names = _names_after_checks(con, file)
        *types, _row_number = _types(con, PARQUET, file)
        texts = [f"#{position}" for position, kind in enumerate(types, start=1) if kind == "VARCHAR"]
        size = " + ".join(["0", *(f"coalesce(sum(strlen({text})), 0)" for text in texts)])
        longest = ", ".join(["0", *(f"max(strlen({text}))" for text in texts)])
        odd = " or ".join(["false", *(f"contains({text}, chr(0)) or starts_with({text}, '#')" for text in texts)])
        rows, characters, most, oddities = con.execute(
            f"select count(*), {size}, greatest({longest}), count(*) filter (where {odd}) from {PARQUET}", file
        ).fetchone()
        characters += rows * TYPED_CHARACTERS * (len(types) - len(texts))
        last_row = {**file, "row": rows - 1}
        last = con.execute(f"select #1::varchar from {PARQUET} where {ROW} = $row", last_row).fetchall()
        is_tidy = (
            SAME_IN_SQL.issuperset(types)
            and not oddities
            and most <= limit("cell_characters")
            and characters <= limit("table_characters")
            and not any(is_total([cell or ""]) for (cell,) in last)
        )
        return (names, rows) if is_tidy else None
    except (duckdb.Error, Unreadable):
        return None
    finally:
        con.close()


def _types(con: duckdb.DuckDBPyConnection, source: str, file: dict[str, str]) -> list[str]:
    return [column[1] for column in con.execute(f"describe select * from {source}", file).fetchall()]


def _closed_connection(path: Path, threads: int = 1) -> duckdb.DuckDBPyConnection:
    """A database in memory that can open this one file and nothing else, and takes no more memory than its limit."""
    con = duckdb.connect(config={"autoinstall_known_extensions": False, "autoload_known_extensions": False})
    con.execute(f"set threads = {threads}")
    con.execute("set TimeZone = 'UTC'")  # an instant is written as the time of Greenwich, wherever this runs
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
