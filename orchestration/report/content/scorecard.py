"""The scorecard as tables that can be read: one a section, once for the month and once for the years before.

Belongs here: laying out report_scorecard. Does not belong here: the pages of the subjects (subjects.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from pathlib import Path

from orchestration.common.months import months_before, reporting_year
from orchestration.report.content.editions import CONFIDENTIAL, WITHHELD, Edition, cell_of
from orchestration.report.content.marts import Marts, open_marts
from orchestration.report.content.periods import BENCHMARKS
from orchestration.report.document import Cell, Chapter, Row, Table

MONTHS = ("two_months_before", "month_before", "this_month", "year_to_date")
YEARS = ("five_years_before", "four_years_before", "three_years_before", "two_years_before", "year_before")
COMPARED = ("neighbours_average", "neighbours_best", "national_average", "national_top_quartile")
TARGET = ("red", "amber", "target_green")
TARGET_NAMES = ("Red", "Tolerance", "Target")
VARIATION = {"improvement": "improvement", "concern": "concern", "neutral": "signal", "common_cause": "usual"}
ASSURANCE = {"consistently_passes": "passes", "consistently_fails": "fails", "hit_or_miss": "hit or miss"}
ARROWS = {"up": "\u2191 up", "down": "\u2193 down", "none": "\u2192 none"}
RATED = ("green", "amber", "red")
CONTROL_NAMES = ("Variation", "Assurance")


def scorecard_chapters(marts: Marts, edition: Edition) -> list[Chapter]:
    """Two chapters, as the edition prints them. Variation and assurance rest on exact numbers: restricted only."""
    rows = marts.ask(_SCORECARD)
    names = [f"{months_before(marts.report_month, count):%b %Y}" for count in (2, 1, 0)] + ["Year to date"]
    years_before = [reporting_year(marts.report_month, count) for count in (5, 4, 3, 2, 1)]
    control = () if edition.is_public else CONTROL_NAMES
    this_month = [
        Table(
            f"scorecard_{_letters(section)}",
            f"{section}: this month",
            ("Indicator", "Ref", "Good is", *names, "Direction", *control, "Rating", *TARGET_NAMES),
            tuple(Row(row["title"], _this_month(row, edition)) for row in mine),
        )
        for section, mine in _by_section(rows)
    ]
    vintage = ("Benchmarks of",) if any(row["benchmarks_of"] for row in rows) else ()
    years = [
        Table(
            f"years_{_letters(section)}",
            f"{section}: years before and benchmarks",
            ("Indicator", "Ref", *years_before, *BENCHMARKS.values(), *vintage),
            tuple(
                Row(
                    row["title"],
                    (
                        Cell(row["ref"]),
                        *(_cell(row, name, edition) for name in YEARS + COMPARED),
                        *(Cell(row["benchmarks_of"] or "") for _ in vintage),
                    ),
                )
                for row in mine
            ),
        )
        for section, mine in _by_section(rows)
    ]
    return [
        Chapter(
            "Scorecard: this month",
            "scorecard",
            note=_HOW_TO_READ + ("" if edition.is_public else _OF_CONTROL) + _withheld(rows, edition),
            tables=tuple(this_month),
        ),
        Chapter("Scorecard: years before and benchmarks", "scorecard-years", tables=tuple(years)),
    ]


def _withheld(rows: list[dict], edition: Edition) -> str:
    titles = edition.withheld_rows(rows)
    return f" {WITHHELD.format('; '.join(titles))}" if titles else ""


def _this_month(row: dict, edition: Edition) -> tuple[Cell, ...]:
    direction, rating = edition.scorecard(row, "dot"), edition.scorecard(row, "rag")
    rating = rating if rating in (*RATED, CONFIDENTIAL) else ""
    variation, assurance = VARIATION.get(row["variation"], ""), ASSURANCE.get(row["assurance"], "")
    control = (Cell(variation, tone=variation if variation in ("improvement", "concern") else ""), Cell(assurance))
    return (
        Cell(row["ref"]),
        Cell(row["good_performance"]),
        *(_cell(row, name, edition) for name in MONTHS),
        Cell(ARROWS.get(direction, direction)),
        *(() if edition.is_public else control),
        Cell(rating, tone=rating if rating in RATED else ""),
        *(Cell(row[name] or "") for name in TARGET),
    )


def _cell(row: dict, name: str, edition: Edition) -> Cell:
    return cell_of(edition.scorecard(row, name), edition.scorecard_value(row, name), row["part"])


def _by_section(rows: list[dict]) -> Iterable[tuple[str, list[dict]]]:
    return [(section, list(mine)) for section, mine in groupby(rows, key=lambda row: row["section"])]


def _letters(text: str) -> str:
    return "_".join("".join(letter if letter.isalnum() else " " for letter in text.lower()).split())


def preview(published_db: Path, la_code: str, report_month: date) -> str:
    """The rows with a rating of red as a Markdown table, for a first look. Aggregates only."""
    with open_marts(published_db, la_code, report_month) as marts:
        rows = [row for row in marts.ask(_SCORECARD) if row["rag"] == "red"]
    lines = [f"| {row['ref']} | {row['title']} | {row['this_month']} | {row['target_green']} |" for row in rows]
    return "\n".join(
        [f"Red in {report_month:%B %Y}", "", "| Ref | Indicator | Month | Target |", "|---|---|---|---|", *lines]
    )


_HOW_TO_READ = (
    "Direction compares the month with the month before: up is better where high or low is good, more where a number "
    "is for information. Rating compares the month with its target."
)

_OF_CONTROL = (
    " Variation says whether the month is part of what is usual from month to month (control chart by the rules of "
    "Making data count), assurance whether the target lies within what is usual."
)

_SCORECARD = """
select scorecard.*, control.variation, control.assurance
from report_scorecard as scorecard
left join process_control as control
    on scorecard.la_code = control.la_code and scorecard.report_month = control.report_month
    and scorecard.row_key = control.row_key and scorecard.report_month = control.month_on
where scorecard.la_code = $la_code and scorecard.report_month = $report_month
order by scorecard.row_no
"""
