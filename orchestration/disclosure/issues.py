"""The issues of the report, read from the published file.

Belongs here: which figures and cells each publication shows. Does not belong: what may be printed (suppress.py).
Figures of an earlier issue of a month are taken from the ledger, its cells from the report that stands. Nothing is read
from seeds: what a report was printed from stands in the published file beside it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from orchestration.common.encryption.databases import opened
from orchestration.disclosure.figures import Figures, Group
from orchestration.disclosure.outturns import read_outturns
from orchestration.disclosure.printed_cells import PrintedCell, has_digit, page_cells, scorecard_cells, shown_quantities
from orchestration.disclosure.relations import ALONE, related
from orchestration.disclosure.rounding import check_texts
from orchestration.disclosure.suppress import Cell, Issue


class NoSuchReport(LookupError):
    """The published file holds no report of that council and month."""


class UndecidedIndicator(RuntimeError):
    """The report shows a figure of which nobody has decided what follows from it, so the edition stops."""


@dataclass(frozen=True)
class Report:
    """One publication: the issue for the engine; its cells and scorecard rows for the printer."""

    report_month: date
    issue: Issue
    cells: tuple[PrintedCell, ...]
    scorecard: tuple[dict, ...]


@dataclass(frozen=True)
class Words:
    """What the indicators say of themselves, by id; `breaks` are months as 2020-11."""

    units: dict[str, str]
    decimals: dict[str, int]
    kinds: dict[str, str]
    breaks: dict[str, list[str]]


def read_reports(published_db: Path, la_code: str, report_month: date) -> tuple[list[Report], Words]:
    """Every publication up to the one that stands for `report_month` (a month end), oldest first, that one last.

    Raises NoSuchReport when that month was never published, UnknownCell when a cell shows what no figure gives,
    UndecidedIndicator when nobody has decided what follows from a figure.
    """
    with opened(published_db) as con:
        con.execute("set schema = 'reporting'")
        issues = con.execute(_ISSUES, [la_code, la_code, report_month]).fetchall()
        if not issues:
            raise NoSuchReport(f"no report of {report_month:%B %Y} has been published for {la_code}")
        rows = con.execute("select indicator_id, unit, decimals, period_rule from indicators").fetchall()
        words = Words(
            {row[0]: row[1] for row in rows},
            {row[0]: row[2] for row in rows},
            {row[0]: "term" if row[3] == "term" else "month" for row in rows},
            _breaks(con, la_code),
        )
        return [_report(con, la_code, *issue, words) for issue in issues], words


def _report(con, la_code: str, publication_no: int, month: date, is_latest: bool, words: Words) -> Report:
    figures: dict[Group, Figures] = {}
    first_months = {}
    for row in _named(con, _SHOWN, [la_code, publication_no, month, month, month]):
        group = (row["indicator_id"], row["breakdown"], row["period_kind"], row["period_end_on"].isoformat())
        is_rate = words.units[row["indicator_id"]] == "rate_per_10k"
        base, population = (None, row["denominator"]) if is_rate else (row["denominator"], None)
        figures[group] = Figures(row["numerator"], base, row["value_status"], population)
        if row["period_kind"] == "ytd":
            first_months[row["indicator_id"], group[3]] = row["first_month_on"].isoformat()
    undecided = {group[:2] for group in figures} - related() - ALONE
    if undecided:
        names = "; ".join(f"{indicator}, {breakdown}" for indicator, breakdown in sorted(undecided))
        raise UndecidedIndicator(
            f"{names}: say in disclosure/relations.py which numbers follow from these, or that none do"
        )
    cells = page_cells(_named(con, _PAGES, [la_code, month]), words.decimals)
    rated = _named(con, _SCORECARD, [la_code, month])
    statuses = {group: one.value_status for group, one in figures.items()}
    for row in rated:
        cells += scorecard_cells(row, words.decimals, statuses, words.kinds)
    if is_latest:
        check_texts(cells, figures, words.units)
    else:
        cells = [_as_in_its_issue(cell, figures) for cell in cells]
    outturns = read_outturns(cells, words.units)
    shown = shown_quantities(cells, words.units)
    issue = Issue(
        figures | outturns.figures,
        tuple(Cell(cell.key, shown[cell.key]) for cell in cells),
        first_months,
        outturns.narrow,
    )
    return Report(month, issue, tuple(cells), tuple(rated))


def _as_in_its_issue(cell: PrintedCell, figures: dict[Group, Figures]) -> PrintedCell:
    """The cell of a later issue in one before it, which had no number of a figure first published between them."""
    if cell.group in figures or cell.group[2] in ("annual", "benchmark") or not has_digit(cell.printed):
        return cell
    return replace(cell, printed="-", number=None, value_status="source_missing")


def _breaks(con, la_code: str) -> dict[str, list[str]]:
    found = defaultdict(list)
    for row in _named(con, _BREAKS, [la_code]):
        found[row["indicator_id"]].append(f"{row['break_on']:%Y-%m}")
    return dict(found)


def _named(con, question: str, values: list) -> list[dict]:
    found = con.execute(question, values)
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


_ISSUES = """
select publication_no, report_month, is_latest_issue from report_issues
where la_code = ? and publication_no <= (
    select max(publication_no) from report_issues where la_code = ? and report_month = ?
)
order by publication_no
"""

# The same choice as models/reporting/figures/report_values.sql, for any publication.
_SHOWN = """
select
    ledger.indicator_id, ledger.breakdown, ledger.period_kind, ledger.period_end_on, ledger.first_month_on,
    ledger.numerator, ledger.denominator, ledger.value_status
from published_values as ledger
inner join indicators on ledger.indicator_id = indicators.indicator_id
where
    ledger.la_code = ? and ledger.publication_no <= ? and ledger.period_end_on <= ?
    and (
        (
            ledger.period_kind in ('month', 'term')
            and ledger.period_end_on > cast(cast(? as date) - interval 12 month as date)
        )
        or (ledger.period_kind = 'ytd' and ledger.period_end_on = ?)
    )
qualify row_number() over (
    partition by ledger.indicator_id, ledger.breakdown, ledger.period_kind, ledger.period_end_on
    order by case indicators.shown_as when 'first_published' then ledger.issue else -ledger.issue end
) = 1
order by all
"""

_BREAKS = "select indicator_id, break_on from series_breaks where la_code = ? order by all"

_PAGES = """
select
    page, key, breakdown, period_kind, period, part, quantity, printed, value, value_status, indicator_id,
    indicator_breakdown, period_end_on
from report_figures
where la_code = ? and report_month = ?
order by all
"""

_SCORECARD = "select * from report_scorecard where la_code = ? and report_month = ? order by row_no"
