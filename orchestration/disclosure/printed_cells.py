"""The printed cells of a report, and which numbers each of them shows.

Belongs here: pages and scorecard taken apart into cells. Does not belong: what may be printed (suppress.py).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from orchestration.common.months import reporting_year
from orchestration.disclosure.figures import Group
from orchestration.disclosure.relations import month_before
from orchestration.disclosure.rules import CASES_PER_POST, DAYS_OF_CHILDREN, SHARE_ONLY, Quantity

MONTHS = {"two_months_before": 2, "month_before": 1, "this_month": 0}
YEARS = ("year_before", "two_years_before", "three_years_before", "four_years_before", "five_years_before")
OF = re.compile(r"^\d+ of \d+$")
OF_WITH_SHARE = re.compile(r"^\d+ of \d+ ([\d.]+%|-)$")


@dataclass(frozen=True)
class PrintedCell:
    """A cell as the restricted edition prints it, and the figure it comes from.

    `group` is (indicator, breakdown, period kind, period); months by their last day. `style` is plain, of (the page
    prints 'x of y'), of_with_share ('x of y z%') or brackets (a share with a head count behind it). `number` is the
    cell's own as the mart has it, None where it holds none. `key` is
    ("figure", page, key, breakdown, period kind, period, part) or ("scorecard", row_key, column).
    """

    key: tuple
    group: Group
    part: str
    quantity: str
    style: str
    decimals: int
    printed: str
    value_status: str
    number: float | None = None


def page_cells(rows: Iterable[dict], decimals: dict[str, int]) -> list[PrintedCell]:
    """Cells of the pages from rows of report_figures."""
    cells = []
    for row in rows:
        period = row["period_end_on"].isoformat() if row["period_end_on"] else row["period"]
        printed = row["printed"]
        has_head = row["part"] in ("percent", "count") and printed.endswith(")") and row["period_kind"] != "benchmark"
        style = "brackets" if has_head else "plain"
        if row["part"] in ("numerator", "denominator") and OF.match(printed):
            style = "of"
        elif OF_WITH_SHARE.match(printed):
            style = "of_with_share"
        cells.append(
            PrintedCell(
                ("figure", row["page"], row["key"], row["breakdown"], row["period_kind"], row["period"], row["part"]),
                (row["indicator_id"], row["indicator_breakdown"], row["period_kind"], period),
                row["part"],
                row["quantity"],
                style,
                decimals[row["indicator_id"]],
                printed,
                row["value_status"] if row["period_kind"] != "annual" or has_digit(printed) else "source_missing",
                row["value"],
            )
        )
    return cells


def scorecard_cells(
    row: Mapping, decimals: dict[str, int], statuses: dict[Group, str], kinds: dict[str, str]
) -> list[PrintedCell]:
    """Months, year to date and years before of one row of report_scorecard.

    `statuses` are the value statuses of the issue's figures, `kinds` the period kind of each indicator's months.
    """
    month = row["report_month"].isoformat()
    cells = []
    for column, back in MONTHS.items():
        indicator, breakdown, *places = row[f"{column}_figure"].split("/")
        group = (indicator, breakdown, "month", month_before(month, back))
        status = "no_cases" if kinds[indicator] == "term" else statuses.get(group)
        cells.append(_scorecard_cell(row, column, group, int(places[0]) if places else decimals[indicator], status))
    indicator, breakdown = row["indicator_id"], row["breakdown"]
    status = statuses.get((indicator, breakdown, "ytd", month)) if row["has_year_to_date"] else "no_cases"
    group = (indicator, breakdown, "ytd", month)
    cells.append(_scorecard_cell(row, "year_to_date", group, decimals[indicator], status))
    for back, column in enumerate(YEARS, start=1):
        group = (indicator, breakdown, "annual", reporting_year(row["report_month"], back))
        cells.append(_scorecard_cell(row, column, group, decimals[indicator], None))
    return cells


def _scorecard_cell(row: Mapping, column: str, group: Group, decimals: int, status: str | None) -> PrintedCell:
    printed = row[column] or "-"
    status = "reported" if has_digit(printed) else status or "source_missing"
    key = ("scorecard", row["row_key"], column)
    number = row[f"{column}_value"]
    return PrintedCell(key, group, row["part"], row["quantity"], "plain", decimals, printed, status, number)


def shown_quantities(cells: Iterable[PrintedCell], units: dict[str, str]) -> dict[tuple, frozenset[Quantity]]:
    """The numbers that each cell shows, by its key. A share is taken to show both its numbers."""
    cells = list(cells)
    shown = {cell.key: _shows(cell, units) for cell in cells}
    together = defaultdict(set)
    for cell in cells:
        if cell.style == "brackets":
            together[cell.key[:-1]] |= shown[cell.key]
    return {
        cell.key: frozenset(together[cell.key[:-1]]) if cell.style == "brackets" else shown[cell.key] for cell in cells
    }


def _shows(cell: PrintedCell, units: dict[str, str]) -> frozenset[Quantity]:
    """Nothing for another council's number and for an outturn nobody knows.

    A month that has no number now may still be printed with the number that the public had.
    """
    indicator = cell.group[0]
    if cell.group[2] == "benchmark" or (cell.group[2] == "annual" and not has_digit(cell.printed)):
        return frozenset()

    def sides(*names: str) -> frozenset[Quantity]:
        return frozenset(Quantity(indicator, cell.group[1], name, *cell.group[2:]) for name in names)

    if cell.style == "of_with_share":
        return sides("A", "N", "D")
    if cell.quantity == "numerator" or cell.quantity == "denominator":
        if indicator in SHARE_ONLY:
            return sides("W")
        return sides("N", "D") if cell.style == "of" else sides("N" if cell.quantity == "numerator" else "D")
    if indicator in CASES_PER_POST:
        return sides("A")
    if indicator in DAYS_OF_CHILDREN:
        return sides("A", "D")
    return sides("N") if units[indicator] == "rate_per_10k" else sides("A", "N", "D")


def has_digit(printed: str) -> bool:
    """Whether a text shows a number."""
    return any(character.isdigit() for character in printed)
