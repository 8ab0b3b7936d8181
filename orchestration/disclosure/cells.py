"""The printed cells of a report, and which numbers each of them shows.

Belongs here: pages and scorecard taken apart into cells. Does not belong: what may be printed (suppress.py).
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from orchestration.disclosure.figures import Group
from orchestration.disclosure.relations import month_before
from orchestration.disclosure.rules import CASES_PER_POST, DAYS_OF_CHILDREN, SHARE_ONLY, Quantity
from orchestration.months import reporting_year
from orchestration.settings import ROOT

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


class Scorecard:
    """What the rows of the scorecard count, from the seeds that lay it out."""

    def __init__(self, la_code: str):
        self._layout = {row["row_key"]: row for row in _seed("scorecard_layout")}
        self._rules = defaultdict(list)
        for row in _seed("scorecard_rules"):
            if row["la_code"] == la_code:
                self._rules[row["row_key"]].append(row)

    def cells(self, row: dict, decimals: dict[str, int], statuses: dict[Group, str], kinds: dict) -> list[PrintedCell]:
        """Months, year to date and years before of one row of report_scorecard.

        `statuses` are the value statuses of the issue's figures, `kinds` the period kind of each indicator's months.
        """
        layout = self._layout[row["row_key"]]
        month = row["report_month"].isoformat()
        cells = []
        for column, back in MONTHS.items():
            indicator, breakdown, places = self._counted(row["row_key"], month_before(month, back))
            group = (indicator, breakdown, "month", month_before(month, back))
            if kinds[indicator] == "term":
                cells.append(self._cell(row, column, group, decimals[indicator], "no_cases"))
            else:
                cells.append(self._cell(row, column, group, places or decimals[indicator], statuses.get(group)))
        indicator, breakdown = layout["indicator_id"], layout["breakdown"]
        status = statuses.get((indicator, breakdown, "ytd", month)) if layout["has_year_to_date"] == "Y" else "no_cases"
        group = (indicator, breakdown, "ytd", month)
        cells.append(self._cell(row, "year_to_date", group, decimals[indicator], status))
        for back, column in enumerate(YEARS, start=1):
            group = (indicator, breakdown, "annual", reporting_year(row["report_month"], back))
            cells.append(self._cell(row, column, group, decimals[indicator], None))
        return cells

    def _cell(self, row: dict, column: str, group: Group, decimals: int, status: str | None) -> PrintedCell:
        layout = self._layout[row["row_key"]]
        printed = row[column] or "-"
        status = "reported" if has_digit(printed) else status or "source_missing"
        key = ("scorecard", row["row_key"], column)
        number = row[f"{column}_value"]
        return PrintedCell(key, group, layout["part"], layout["quantity"], "plain", decimals, printed, status, number)

    def _counted(self, row_key: str, month: str) -> tuple[str, str, int | None]:
        for rule in self._rules[row_key]:
            if rule["valid_from"] <= month <= (rule["valid_to"] or "9999"):
                return (
                    rule["indicator_id"] or self._layout[row_key]["indicator_id"],
                    rule["breakdown"] or self._layout[row_key]["breakdown"],
                    int(rule["decimals"]) if rule["decimals"] else None,
                )
        return self._layout[row_key]["indicator_id"], self._layout[row_key]["breakdown"], None


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


def series_breaks(la_code: str) -> dict[str, list[str]]:
    """Months, as 2020-11, in which the series of an indicator breaks."""
    found = defaultdict(list)
    for row in _seed("series_breaks"):
        if row["la_code"] == la_code:
            found[row["indicator_id"]].append(row["break_on"][:7])
    return dict(found)


def _seed(name: str) -> list[dict]:
    with (ROOT / "seeds" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
