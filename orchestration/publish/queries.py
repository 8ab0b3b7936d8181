"""Small questions to the published file, always read-only."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from orchestration.common.encryption.databases import opened
from orchestration.common.relations import SCHEMA


def councils(published_db: Path) -> list[str]:
    """ONS codes of the councils in the published file."""
    return [row[0] for row in _ask(published_db, f"select la_code from {SCHEMA}.publication order by 1")]


def councils_with_report(published_db: Path, month: date) -> list[str]:
    """ONS codes of the councils whose report of a month end can be written."""
    return [
        row[0]
        for row in _ask(
            published_db,
            f"select distinct la_code from {SCHEMA}.report_issues where report_month = $month order by 1",
            {"month": month},
        )
    ]


def last_reports(published_db: Path) -> list[tuple[str, date]]:
    """Each council with the month end of its last report."""
    return _ask(published_db, f"select la_code, max(report_month) from {SCHEMA}.report_issues group by 1 order by 1")


def published_deliveries(published_db: Path) -> dict[str, str]:
    """Newest published delivery of each council: manifest SHA-256 by delivery id; empty before the first
    run."""
    if not published_db.exists():
        return {}
    return dict(_ask(published_db, f"select delivery_id, manifest_sha256 from {SCHEMA}.publication"))


def needed_deliveries(published_db: Path) -> set[str]:
    """Delivery ids that a next run computes from or explains its changes against: of each council the last two in the
    ledger (a run of the last one again is explained against the one before) and the one the published file was made
    from; empty before the first run.
    """
    if not published_db.exists():
        return set()
    last_two = f"""
        select delivery_id from (select distinct la_code, delivery_id, as_known_on from {SCHEMA}.published_values)
        qualify row_number() over (partition by la_code order by as_known_on desc, delivery_id desc) <= 2
        """
    return {row[0] for row in _ask(published_db, last_two)} | set(published_deliveries(published_db))


def published_months(published_db: Path) -> tuple[date, date]:
    """First and last month end that the published file was computed for."""
    [months] = _ask(published_db, f"select distinct first_month_on, last_month_on from {SCHEMA}.publication")
    return months


def refused_rows(published_db: Path) -> list[tuple[str, str, int]]:
    """(table, reason, rows) refused in the deliveries that the published build looked at."""
    return _ask(
        published_db,
        f"select table_name, refusal_reason, count(*) from {SCHEMA}.refused_rows group by 1, 2 order by 1, 2",
    )


def printed_figures(published_db: Path, month: date, councils: list[str]) -> int:
    """How many figures the reports of a month end print for these councils."""
    [(count,)] = _ask(
        published_db,
        f"""
        select count(*) from {SCHEMA}.report_figures
        where report_month = $month and list_contains($councils, la_code)
        """,
        {"month": month, "councils": councils},
    )
    return count


def _ask(published_db: Path, question: str, values: dict[str, object] | None = None) -> list[tuple]:
    with opened(published_db) as con:
        return con.execute(question, values or {}).fetchall()
