"""The candidate: a fresh DuckDB file with the marts of schema reporting, their constraints and their
comments.

Belongs here: writing the copy. Does not belong: judging it (audit.py) or making it the published one
(publication.py).
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from orchestration.common.encryption.databases import attach, opened
from orchestration.common.relations import SCHEMA, Relation, built_relations, identifier, literal, table


def write_candidate(build_db: Path, candidate: Path) -> None:
    """Copy what dbt built in schema reporting of the build database into the new file `candidate`; rows are written
    sorted.

    Views become tables. FileExistsError when the candidate is already there.
    """
    if candidate.exists():
        raise FileExistsError(f"{candidate.name} is already there")
    with opened(candidate, read_only=False) as con:
        candidate.chmod(0o600)
        attach(con, build_db, "build", read_only=True)
        con.execute("begin")
        con.execute(f"create schema {SCHEMA}")
        for relation in built_relations(con, "build"):
            _copy(con, relation)
        con.execute("commit")
        con.execute("detach build")
        con.execute("checkpoint")


def _copy(con: duckdb.DuckDBPyConnection, relation: Relation) -> None:
    name = table(relation)
    sorted_rows = f"select * from build.{name} order by all"
    if relation.ddl:
        con.execute(relation.ddl)
        con.execute(f"insert into {name} {sorted_rows}")
    else:
        con.execute(f"create table {name} as {sorted_rows}")
    if relation.comment:
        con.execute(f"comment on table {name} is {literal(relation.comment)}")
    for column in relation.columns:
        if column.comment:
            con.execute(f"comment on column {name}.{identifier(column.name)} is {literal(column.comment)}")
