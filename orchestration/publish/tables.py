"""Schema `reporting` of a DuckDB database as it can be copied or compared.

Belongs here: reading the catalogue. Does not belong: writing (candidate.py) or judging (audit.py).
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

SCHEMA = "reporting"


@dataclass(frozen=True)
class Relation:
    """One table or view of schema reporting; `ddl` is None for a view, `columns` are (name, comment) in
    order."""

    name: str
    ddl: str | None
    comment: str | None
    columns: tuple[tuple[str, str | None], ...]


def relations(con: duckdb.DuckDBPyConnection, database: str) -> list[Relation]:
    """All tables and views of `database`.reporting by name."""
    found = con.execute(
        """
        select table_name, sql, comment from duckdb_tables() where database_name = $db and schema_name = $schema
        union all
        select view_name, null, comment from duckdb_views() where database_name = $db and schema_name = $schema
        order by 1
        """,
        {"db": database, "schema": SCHEMA},
    ).fetchall()
    columns = con.execute(
        """
        select table_name, column_name, comment from duckdb_columns()
        where database_name = $db and schema_name = $schema order by table_name, column_index
        """,
        {"db": database, "schema": SCHEMA},
    ).fetchall()
    return [
        Relation(name, ddl, comment, tuple((column, text) for table, column, text in columns if table == name))
        for name, ddl, comment in found
    ]


def fingerprint(con: duckdb.DuckDBPyConnection, database: str, name: str) -> tuple[int, int]:
    """(rows, checksum) of one relation; the order of rows does not matter, the order of columns does."""
    table = f"{identifier(database)}.{SCHEMA}.{identifier(name)}"
    return con.execute(f"select count(*), coalesce(sum(hash(t)), 0)::hugeint from {table} as t").fetchone()


def identifier(name: str) -> str:
    """A name quoted for SQL."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text quoted for SQL."""
    return "'" + text.replace("'", "''") + "'"
