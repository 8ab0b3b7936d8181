"""Reading the published marts: one query, rows as dictionaries."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from orchestration.common.encryption.databases import opened

Rows = list[dict[str, Any]]


class NoSuchReport(LookupError):
    """The published file holds no report of that council and month."""


class Marts:
    """The published marts of one report: a council and a month end."""

    def __init__(self, con: duckdb.DuckDBPyConnection, la_code: str, report_month: date) -> None:
        self.con, self.la_code, self.report_month = con, la_code, report_month

    def ask(self, query: str, **more: object) -> Rows:
        """Rows of a query; it may name $la_code, $report_month and what `more` gives."""
        given = {"la_code": self.la_code, "report_month": self.report_month, **more}
        found = self.con.execute(query, {name: value for name, value in given.items() if f"${name}" in query})
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


@contextmanager
def open_marts(published_db: Path, la_code: str, report_month: date) -> Iterator[Marts]:
    """The marts of a report, read-only and closed at the end."""
    with opened(published_db) as con:
        con.execute("set schema = 'reporting'")
        yield Marts(con, la_code, report_month)
