"""Fingerprints of files and of rows, the same on any machine and for any order of rows, and what files are called.

Belongs here: hashing and names. Does not belong: deciding what is hashed when (entries.py) or judging it (findings.py).
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import duckdb

from orchestration.build.database import ledger_tables
from orchestration.common.relations import SCHEMA
from orchestration.common.settings import Settings
from orchestration.landing.contract import tables

ANALYSTS = "analysts"
Digest = list  # [rows, SHA-256 of the sorted SHA-256s of the rows], as it stands in JSON


def file_sha256(path: Path) -> str | None:
    """SHA-256 of a file, None when there is none."""
    if not path.is_file():
        return None
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def raw_digests(con: duckdb.DuckDBPyConnection, deliveries: Collection[str]) -> dict[str, dict[str, Digest]]:
    """Of each delivery, the digest of its rows in every raw table that has any; `con` is the build database."""
    found: dict[str, dict[str, Digest]] = {delivery_id: {} for delivery_id in deliveries}
    chosen = {"chosen": list(deliveries)}
    for name in tables():
        where = "where t._delivery_id in (select unnest($chosen))"
        for delivery_id, digest in _digests(con, f"raw.{name}", "t._delivery_id", where, chosen).items():
            found[delivery_id][name] = digest
    return found


def ledger_digests(
    con: duckdb.DuckDBPyConnection, left_out: Mapping[str, Collection[str]] = MappingProxyType({})
) -> dict[str, dict[str, Digest]]:
    """Digest of the rows of each publication ('<la_code>/<number>') in each table of the ledger, but for those left out
    of that table.
    """
    key = "t.la_code || '/' || t.publication_no"
    where = f"where {key} not in (select unnest(cast($left_out as varchar[])))"
    return {
        name: _digests(con, f"{SCHEMA}.{name}", key, where, {"left_out": list(left_out.get(name, ()))})
        for name in ledger_tables(con, con.execute("select current_database()").fetchone()[0])
    }


def _digests(
    con: duckdb.DuckDBPyConnection, table: str, key: str, where: str, values: dict[str, Any]
) -> dict[str, Digest]:
    """Digest by key. A row is its JSON without nulls, so that a column added later changes no digest of rows before it.

    Names of tables and the expressions come from this module.
    """
    rows = con.execute(
        f"""
        select key, count(*), sha256(string_agg(row_hash, '' order by row_hash))
        from (
            select {key} as key, sha256(json_merge_patch('{{}}', to_json(t))::varchar) as row_hash
            from {table} as t {where}
        )
        group by key order by key
        """,
        values,
    ).fetchall()
    return {key or "": [count, digest] for key, count, digest in rows}


def name_of(settings: Settings, path: Path) -> str:
    """How the record calls a file: its path below the data folder, or 'analysts/...' wherever that folder lies."""
    if path.is_relative_to(settings.analysts):
        return f"{ANALYSTS}/{path.relative_to(settings.analysts).as_posix()}"
    return path.relative_to(settings.data).as_posix()


def path_of(settings: Settings, name: str) -> Path:
    """The file that the record calls so."""
    first, _, rest = name.partition("/")
    return settings.analysts / rest if first == ANALYSTS else settings.data / name
