"""Schema `reporting` of a DuckDB database as it can be copied or compared.

Belongs here: reading the catalogue. Does not belong: writing (candidate.py) or judging (audit.py).
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

SCHEMA = "reporting"
NAMES_NO_RECORD = {"indicator_id", "delivery_id", "check_id"}
"""Columns that end in `_id` and name neither a child nor a record of one."""


@dataclass(frozen=True)
class Column:
    """A column as the catalogue describes it; `data_type` is DuckDB's, like VARCHAR or DECIMAL(18,2)."""

    name: str
    data_type: str
    comment: str | None

    @property
    def is_text(self) -> bool:
        return self.data_type == "VARCHAR"


@dataclass(frozen=True)
class Relation:
    """One table or view of schema reporting; `ddl` is None for a view, `columns` are in order."""

    name: str
    ddl: str | None
    comment: str | None
    columns: tuple[Column, ...]


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
        select table_name, column_name, data_type, comment from duckdb_columns()
        where database_name = $db and schema_name = $schema order by table_name, column_index
        """,
        {"db": database, "schema": SCHEMA},
    ).fetchall()
    return [
        Relation(name, ddl, comment, tuple(Column(*rest) for owner, *rest in columns if owner == name))
        for name, ddl, comment in found
    ]


def built_relations(con: duckdb.DuckDBPyConnection, database: str) -> list[Relation]:
    """Those tables and views of a build database that dbt built last: a model that is no more may have left one."""
    built = con.execute(
        f"select relation from {identifier(database)}.control.built where schema_name = ?", [SCHEMA]
    ).fetchall()
    return [one for one in relations(con, database) if (one.name,) in built]


def published_relations(con: duckdb.DuckDBPyConnection) -> list[Relation]:
    """All tables by name of the published file that `con` has opened."""
    return relations(con, con.execute("select current_database()").fetchone()[0])


def names_records(relation: Relation) -> list[str]:
    """Columns that name a child, a worker or a record of theirs. An unknown `_id` counts as one that does."""
    return [
        column.name for column in relation.columns if column.name.endswith("_id") and column.name not in NAMES_NO_RECORD
    ]


def fingerprint(con: duckdb.DuckDBPyConnection, database: str, name: str) -> tuple[int, int]:
    """(rows, checksum) of one relation; the order of rows does not matter, the order of columns does."""
    whole = f"{identifier(database)}.{SCHEMA}.{identifier(name)}"
    return con.execute(f"select count(*), coalesce(sum(hash(t)), 0)::hugeint from {whole} as t").fetchone()


def table(relation: Relation) -> str:
    """The relation's name for SQL, with its schema."""
    return f"{SCHEMA}.{identifier(relation.name)}"


def identifier(name: str) -> str:
    """A name quoted for SQL."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text quoted for SQL."""
    return "'" + text.replace("'", "''") + "'"
