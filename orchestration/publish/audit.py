"""What must hold before a candidate may become the published file.

Belongs here: comparisons between candidate, build and what is published now. Does not belong: counting
rules or data quality, which are dbt tests.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from orchestration.build.database import LEDGER_TABLES
from orchestration.common.encryption.databases import attach
from orchestration.common.relations import SCHEMA, built_relations, fingerprint, identifier, relations


class AuditFailed(Exception):
    """The candidate may not be published; `findings` are sentences without any value of a row."""

    def __init__(self, findings: list[str]):
        self.findings = findings
        super().__init__("not published: " + "; ".join(findings))


def audit(candidate: Path, build_db: Path, published: Path) -> bool:
    """Compare the candidate with its source and with what is published; True when it says anything new.

    Raises AuditFailed when a table of the build is missing or differs, or when the candidate's ledger lacks a
    row that was published.
    """
    with duckdb.connect(":memory:") as con:
        for path, name in ((candidate, "candidate"), (build_db, "build"), (published, "published")):
            if path.exists():
                attach(con, path, name, read_only=True)
        findings = copy_findings(con)
        if published.exists():
            findings += ledger_findings(con, "published", SCHEMA, "candidate")
        if findings:
            raise AuditFailed(findings)
        return not published.exists() or not same_content(con, "candidate", "published")


def copy_findings(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Tables of the build that the candidate lacks or holds with other rows."""
    copied = {relation.name for relation in relations(con, "candidate")}
    findings = []
    for relation in built_relations(con, "build"):
        if relation.name not in copied:
            findings.append(f"table {relation.name} is missing in the copy")
        elif fingerprint(con, "build", relation.name) != fingerprint(con, "candidate", relation.name):
            findings.append(f"table {relation.name} differs from the build")
    return findings


def ledger_findings(con: duckdb.DuckDBPyConnection, old: str, old_schema: str, new: str) -> list[str]:
    """Ledger tables of database `new` that lack rows which `old`.`old_schema` holds, with the number
    lacking."""
    findings = []
    for name in LEDGER_TABLES:
        if not _has_table(con, old, old_schema, name):
            continue
        if not _has_table(con, new, SCHEMA, name):
            findings.append(f"ledger {name} is missing")
            continue
        columns = ", ".join(identifier(column) for column in _columns(con, old, old_schema, name))
        lacking = con.execute(
            f"""
            select count(*) from (
                select {columns} from {old}.{old_schema}.{name}
                except all
                select {columns} from {new}.{SCHEMA}.{name}
            )
            """
        ).fetchone()[0]
        if lacking:
            findings.append(f"ledger {name} lacks {lacking} rows that were published")
    return findings


def same_content(con: duckdb.DuckDBPyConnection, one: str, other: str) -> bool:
    """Whether two databases hold the same marts: tables, columns, constraints, comments and rows."""
    described = relations(con, one)
    return described == relations(con, other) and all(
        fingerprint(con, one, relation.name) == fingerprint(con, other, relation.name) for relation in described
    )


def _columns(con: duckdb.DuckDBPyConnection, database: str, schema: str, name: str) -> list[str]:
    return [
        row[0]
        for row in con.execute(
            """
        select column_name from duckdb_columns()
        where database_name = ? and schema_name = ? and table_name = ? order by column_index
        """,
            [database, schema, name],
        ).fetchall()
    ]


def _has_table(con: duckdb.DuckDBPyConnection, database: str, schema: str, name: str) -> bool:
    return bool(_columns(con, database, schema, name))
