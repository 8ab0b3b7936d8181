"""Compares a published report with the figures of the report of December 2020, cell by cell.

Belongs here: reading both sides and pairing them. The expected side is the transcription, never our own output.
"""

from __future__ import annotations

import csv
import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

PUBLISHED = Path(__file__).parent / "published_figures.csv"
IN_SCOPE = {"child", "D", "T", "X staff", "X household", "X school sessions, exclusions, timetables"}
KEY = ("page", "key", "breakdown", "period_kind", "period", "part")


@dataclass(frozen=True)
class PageResult:
    """How many published figures of a page were compared, how many match as printed, and those that do not."""

    page: str
    compared: int
    matched: int
    differences: tuple[str, ...]


def published_figures() -> list[dict[str, str]]:
    """All transcribed figures of the pages, with the class that says whether child-level data can give them."""
    with PUBLISHED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def is_compared(figure: dict[str, str]) -> bool:
    """Months, terms, rolling and years to date that the deliveries can give: children, staff, households, school."""
    return figure["period_kind"] in ("month", "ytd", "term") and figure["class"] in IN_SCOPE


def computed_figures(published_db: Path, la_code: str, report_month: date) -> dict[tuple[str, ...], str]:
    """The printed text of every figure of one report, by page, key, breakdown, period kind, period and part."""
    with duckdb.connect(str(published_db), read_only=True) as con:
        rows = con.execute(
            f"select {', '.join(KEY)}, printed from reporting.report_figures where la_code = ? and report_month = ?",
            [la_code, report_month],
        ).fetchall()
    return {row[:-1]: row[-1] for row in rows}


def compare(
    published_db: Path, la_code: str = "E08000018", report_month: date = date(2020, 12, 31)
) -> list[PageResult]:
    """One result per page, in the order of the report."""
    computed = computed_figures(published_db, la_code, report_month)
    wanted = [figure for figure in published_figures() if is_compared(figure)]
    results = []
    for page in dict.fromkeys(figure["page"] for figure in wanted):
        of_page = [figure for figure in wanted if figure["page"] == page]
        differences = []
        for figure in of_page:
            ours = computed.get(tuple(figure[name] for name in KEY))
            if ours != figure["printed"]:
                place = " ".join(filter(None, (figure["key"], figure["breakdown"], figure["period"], figure["part"])))
                differences.append(f"{place}: published {figure['printed']}, computed {ours}")
        results.append(PageResult(page, len(of_page), len(of_page) - len(differences), tuple(differences)))
    return results


def main() -> int:
    """Print the counts per page of the published file of this installation; 1 when anything differs."""
    results = compare(Path(os.environ.get("CHILDREN_DATA", "data")) / "published" / "children.duckdb")
    for result in results:
        print(f"{result.matched:5d} of {result.compared:5d}  {result.page}")
        for difference in result.differences:
            print(f"                 {difference}")
    matched = sum(result.matched for result in results)
    compared = sum(result.compared for result in results)
    print(f"{matched:5d} of {compared:5d}  published figures matched as printed")
    return 0 if matched == compared else 1


if __name__ == "__main__":
    raise SystemExit(main())
