"""What stands in one report, read from the published marts; no markup here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

KINDS = ("month", "term", "ytd", "annual", "benchmark")
BENCHMARKS = {
    "SN AVE": "Statistical neighbours, average",
    "BEST SN": "Statistical neighbours, best",
    "NAT AVE": "England, average",
    "NAT TOP QTILE": "England, top quartile",
}


@dataclass(frozen=True)
class Column:
    """A column of a section table: its heading and where its cells are found."""

    heading: str
    position: int


@dataclass(frozen=True)
class Row:
    """A row of a section table: the period, its cells in column order, the as-known date of computed figures."""

    period: str
    kind: str
    cells: tuple[str, ...]
    as_known_on: date | None


@dataclass(frozen=True)
class Section:
    """A page of the report: definitions of its indicators and one table, oldest month first."""

    title: str
    anchor: str
    definitions: tuple[tuple[str, str], ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Report:
    """All content of one month's report of one council."""

    la_code: str
    report_month: date
    as_known_on: date
    delivery_id: str
    code_version: str
    scorecard: list[dict]
    sections: tuple[Section, ...]
    revisions: list[dict]
    refused: list[dict]
    repairs: list[dict]
    contradictions: list[dict]
    checks: list[dict]

    @property
    def outturn_years(self) -> list[str]:
        """The five reporting years before the report's own, oldest first."""
        first = self.report_month.year - (self.report_month.month < 4)
        return [f"{year}/{(year + 1) % 100:02d}" for year in range(first - 5, first)]


class NoSuchReport(LookupError):
    """The published file holds no report of that council and month."""


def read_report(published_db: Path, la_code: str, report_month: date) -> Report:
    """Read one report; `report_month` is a month end. Raises NoSuchReport when that month was never published."""
    with duckdb.connect(str(published_db), read_only=True) as con:
        con.execute("set schema = 'reporting'")
        keys = [la_code, report_month]
        stamp = _rows(con, _STAMP, keys)
        if not stamp:
            raise NoSuchReport(f"no report of {report_month:%B %Y} has been published for {la_code}")
        return Report(
            la_code=la_code,
            report_month=report_month,
            as_known_on=stamp[0]["as_known_on"],
            delivery_id=stamp[0]["delivery_id"],
            code_version=stamp[0]["code_version"],
            scorecard=_rows(con, _SCORECARD, keys),
            sections=_sections(_rows(con, _FIGURES, keys)),
            revisions=_rows(con, _REVISIONS, [*keys, stamp[0]["as_known_on"]]),
            refused=_rows(con, _REFUSED, [stamp[0]["delivery_id"]]),
            repairs=_rows(con, _REPAIRS, [stamp[0]["delivery_id"]]),
            contradictions=_rows(con, _CONTRADICTIONS, []),
            checks=_rows(con, _CHECKS, keys),
        )


def _rows(con: duckdb.DuckDBPyConnection, query: str, values: list) -> list[dict]:
    found = con.execute(query, values)
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _sections(figures: list[dict]) -> tuple[Section, ...]:
    pages = dict.fromkeys(figure["page"] for figure in figures)
    return tuple(_section(page, [figure for figure in figures if figure["page"] == page]) for page in pages)


def _section(page: str, figures: list[dict]) -> Section:
    columns = {figure["position"]: Column(figure["heading"], figure["position"]) for figure in figures}
    ordered = tuple(columns[position] for position in sorted(columns))
    rows = []
    periods = {(figure["period_kind"], figure["period_end_on"], figure["period"]) for figure in figures}
    for kind, end, period in sorted(periods, key=_place):
        mine = [
            one for one in figures if (one["period_kind"], one["period_end_on"], one["period"]) == (kind, end, period)
        ]
        cells = {figure["position"]: figure["printed"] for figure in mine}
        known = max((figure["as_known_on"] for figure in mine if figure["origin"] == "computed"), default=None)
        rows.append(Row(period_label(kind, period), kind, tuple(cells.get(c.position, "-") for c in ordered), known))
    definitions = dict((figure["title"], figure["definition"]) for figure in figures)
    anchor = "".join(letter if letter.isalnum() else "-" for letter in page.lower())
    return Section(page.title(), anchor, tuple(definitions.items()), ordered, tuple(rows))


def _place(row: tuple[str, date | None, str]) -> tuple:
    """Order of the rows: months, terms, the year to date, the years before, benchmarks."""
    kind, end, period = row
    return KINDS.index(kind), end or date.min, list(BENCHMARKS).index(period) if kind == "benchmark" else period


def period_label(kind: str, period: str) -> str:
    """What a row of a section table is called."""
    match kind:
        case "month":
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


_STAMP = """
select issues.as_known_on, issues.delivery_id, max(ledger.code_version) as code_version
from report_issues as issues
inner join published_values as ledger
    on issues.la_code = ledger.la_code and issues.delivery_id = ledger.delivery_id
where issues.is_latest_issue and issues.la_code = ? and issues.report_month = ?
group by issues.as_known_on, issues.delivery_id
"""

_SCORECARD = "select * from report_scorecard where la_code = ? and report_month = ? order by row_no"

_FIGURES = """
select
    figures.page, figures.position, figures.period_kind, figures.period, figures.period_end_on, figures.printed,
    figures.as_known_on, figures.origin, indicators.title, indicators.definition,
    case
        when figures.breakdown = '' then indicators.title
        else upper(left(figures.breakdown, 1)) || replace(substr(figures.breakdown, 2), '_', ' ')
    end
    || case figures.part
        when 'percent' then ' (%)'
        when 'rate' then ' (per 10,000)'
        when 'numerator' then ' (number)'
        when 'denominator' then ' (of all)'
        else case figures.key
            when 'source_total' then ' (contacts)' when 'source_to_referral' then ' (progressed)' else ' (number)'
        end
    end as heading
from report_figures as figures
inner join indicators on figures.indicator_id = indicators.indicator_id
where figures.la_code = ? and figures.report_month = ?
    and (figures.part <> 'denominator' or figures.printed like 'of %')
order by figures.position, figures.period_kind, figures.period
"""

_REVISIONS = """
select
    indicators.title, figures.indicator_breakdown as breakdown, figures.period, figures.printed,
    first_issue.as_known_on as first_known_on,
    first_issue.numerator as first_numerator, last_issue.numerator as last_numerator,
    first_issue.value as first_value, last_issue.value as last_value, indicators.unit
from report_figures as figures
inner join indicators on figures.indicator_id = indicators.indicator_id
inner join published_values as last_issue
    on figures.la_code = last_issue.la_code and figures.indicator_id = last_issue.indicator_id
    and figures.indicator_breakdown = last_issue.breakdown and figures.period_kind = last_issue.period_kind
    and figures.period_end_on = last_issue.period_end_on and figures.issue = last_issue.issue
inner join published_values as first_issue
    on last_issue.la_code = first_issue.la_code and last_issue.indicator_id = first_issue.indicator_id
    and last_issue.breakdown = first_issue.breakdown and last_issue.period_kind = first_issue.period_kind
    and last_issue.period_end_on = first_issue.period_end_on and first_issue.issue = 1
where figures.la_code = ? and figures.report_month = ? and figures.as_known_on = ?
    and figures.part in ('count', 'percent', 'rate') and figures.period_kind = 'month'
    and last_issue.value is distinct from first_issue.value
qualify row_number() over (
    partition by figures.indicator_id, figures.indicator_breakdown, figures.period order by figures.position desc
) = 1
order by figures.position, figures.period
"""

_REFUSED = """
select table_name, refusal_reason, count(*) as refused_rows
from refused_rows where delivery_id = ? group by table_name, refusal_reason order by table_name, refusal_reason
"""

_REPAIRS = """
select fault, repair, count(*) as episodes
from care_episode_repairs where delivery_id = ? group by fault, repair order by fault, repair
"""

_CONTRADICTIONS = "select * from contradictions where kind = 'N' order by finding, page, period, part"

_CHECKS = """
select what, period, cell, expected, found, result, reason
from figure_checks
where la_code = ? and report_month = ? and result <> 'passed'
order by result desc, what, cell, period
"""
