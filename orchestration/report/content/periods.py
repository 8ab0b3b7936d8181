"""Names and order of the periods that the rows of a table stand for."""

from __future__ import annotations

from datetime import date

from orchestration.common.months import months_before

KINDS = ("month", "to_come", "term", "ytd", "annual", "benchmark")
BENCHMARKS = {
    "SN AVE": "Statistical neighbours, average",
    "BEST SN": "Statistical neighbours, best",
    "NAT AVE": "England, average",
    "NAT TOP QTILE": "England, top quartile",
}


def period_label(kind: str, period: str) -> str:
    """What a row of a table is called: month 2020-12 is Dec 2020."""
    match kind:
        case "month" | "to_come":
            return date.fromisoformat(f"{period}-01").strftime("%b %Y")
        case "term":
            year, term = period.split()
            return f"{term} term {year}"
        case "ytd":
            return f"Year to date {period}"
        case "annual":
            return f"School year {period.removesuffix(' AY')}" if period.endswith(" AY") else f"Year {period}"
        case _:
            return BENCHMARKS[period]


def place(kind: str, end: date | None, period: str) -> tuple:
    """Order of the rows: months, months to come, terms, the year to date, the years before, benchmarks."""
    return KINDS.index(kind), end or date.min, list(BENCHMARKS).index(period) if kind == "benchmark" else period


def months_to_come(report_month: date) -> list[str]:
    """The months of the reporting year after the report's own: '2021-01' to '2021-03' for December 2020."""
    return [f"{months_before(report_month, -n):%Y-%m}" for n in range(1, (3 - report_month.month) % 12 + 1)]


def day(value: date) -> str:
    """6 January 2021."""
    return f"{value.day} {value:%B %Y}"
