"""Compares a published scorecard with that of December 2020: figures, targets and directions of travel.

Belongs here: reading both sides and pairing them. The expected side is the transcription, never our own output.
"""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

PUBLISHED = Path(__file__).parent / "published_scorecard.csv"
SCORECARD_FIGURES, SCORECARD_TARGETS, SCORECARD_ROWS = 809, 128, 98
COLUMNS = {
    "2020-10": "two_months_before",
    "2020-11": "month_before",
    "2020-12": "this_month",
    "2020/21": "year_to_date",
    "2015/16": "five_years_before",
    "2016/17": "four_years_before",
    "2017/18": "three_years_before",
    "2018/19": "two_years_before",
    "2019/20": "year_before",
    "SN AVE": "neighbours_average",
    "BEST SN": "neighbours_best",
    "NAT AVE": "national_average",
    "NAT TOP QTILE": "national_top_quartile",
    "red": "red",
    "amber": "amber",
    "green": "target_green",
}
# The same number in other digits: the scorecard drops the decimal of the last month of 11.8 alone.
OTHER_DIGITS = {("98", "2020-12"): ("20", "20.0")}
# F46: printed without an arrow although the figure rose from 0.0% to 0.8%; low is good.
OTHER_ARROWS = {"32": ("-", "down")}


@dataclass(frozen=True)
class ScorecardResult:
    """Counts of figures by how they are explained, targets and arrows that agree, and whatever is left unexplained."""

    counts: dict[str, int]
    targets: int
    arrows: int
    differences: tuple[str, ...]

    @property
    def figures(self) -> int:
        """Figures that are as printed, or differ for a listed reason."""
        return sum(self.counts.values())

    def in_words(self) -> str:
        """The counts by kind."""
        return ", ".join(f"{count} {kind}" for kind, count in sorted(self.counts.items()))


def published_scorecard() -> list[dict[str, str]]:
    """Every transcribed figure, arrow and target of the scorecard."""
    with PUBLISHED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def compare_scorecard(
    published_db: Path, la_code: str = "E08000018", report_month: date = date(2020, 12, 31)
) -> ScorecardResult:
    """The scorecard of one report against the transcription."""
    rows, listed = _our_rows(published_db, la_code, report_month), _contradictions(published_db)
    counts, agreed, differences = Counter(), Counter(), []
    for cell in published_scorecard():
        row = rows.get(cell["row_no"], {})
        if cell["kind"] == "arrow":
            ours = str(row.get("dot")).replace("n.a.", "na")
            kind = "arrow" if ours == cell["printed"] else None
            if OTHER_ARROWS.get(cell["row_no"]) == (cell["printed"], ours):
                continue
        else:
            ours = row.get(COLUMNS[cell["period"]])
            kind = "target" if cell["kind"] == "target" and ours == cell["printed"] else _explain(cell, ours, listed)
        if kind in ("arrow", "target"):
            agreed[kind] += 1
        elif kind:
            counts[kind] += 1
        else:
            place = f"scorecard row {cell['row_no']} {cell['period']}"
            differences.append(f"{place}: published {cell['printed']}, computed {ours}")
    return ScorecardResult(dict(counts), agreed["target"], agreed["arrow"], tuple(differences))


def _explain(cell: dict[str, str], ours: str | None, listed: dict[tuple[str, str], str]) -> str | None:
    """How a figure of the scorecard is explained; None when it is not."""
    place = (cell["row_no"], cell["period"])
    if cell["class"] == "N":
        return "contradictory" if ours in (cell["printed"], listed.get(place)) and place in listed else None
    if ours == cell["printed"]:
        return "computed" if cell["kind"] in ("month", "ytd") else "from seeds"
    return "computed, other digits" if OTHER_DIGITS.get(place) == (cell["printed"], ours) else None


def _our_rows(published_db: Path, la_code: str, report_month: date) -> dict[str, dict[str, str]]:
    with duckdb.connect(str(published_db), read_only=True) as con:
        found = con.execute(
            "select * from reporting.report_scorecard where la_code = ? and report_month = ?", [la_code, report_month]
        )
        names = [column[0] for column in found.description]
        return {str(row["row_no"]): row for row in (dict(zip(names, one, strict=True)) for one in found.fetchall())}


def _contradictions(published_db: Path) -> dict[tuple[str, str], str]:
    """What the counts give instead of a contradictory figure of the scorecard, by row and period."""
    with duckdb.connect(str(published_db), read_only=True) as con:
        rows = con.execute(
            "select row_no::varchar, period, value_the_counts_give from reporting.contradictions as listed "
            "inner join (select distinct row_key, row_no from reporting.report_scorecard) as named "
            "on listed.key = named.row_key where listed.page = 'SCORECARD' and kind = 'N'"
        ).fetchall()
    return {(row_no, period): value for row_no, period, value in rows}
