"""Compares a published report with the figures of the report of December 2020, cell by cell.

Belongs here: reading both sides and pairing them. The expected side is the transcription, never our own output.
"""

from __future__ import annotations

import csv
import os
import sys
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

sys.path.insert(0, str(Path(__file__).parents[2]))  # run as a file as well as a module
from tests.back_test.scorecard import (  # noqa: E402
    SCORECARD_FIGURES,
    SCORECARD_ROWS,
    SCORECARD_TARGETS,
    compare_scorecard,
)

PUBLISHED = Path(__file__).parent / "published_figures.csv"
KEY = ("page", "key", "breakdown", "period_kind", "period", "part")
COUNCIL, DECEMBER = "E08000018", date(2020, 12, 31)


@dataclass(frozen=True)
class PageResult:
    """How many published figures of a page match as printed, by where ours come from, and those that do not.

    `contradictory` figures are printed by us too, from a seed, though other published figures exclude them.
    """

    page: str
    compared: int
    computed: int
    seeded: int
    contradictory: int
    differences: tuple[str, ...]

    @property
    def matched(self) -> int:
        """All that match."""
        return self.computed + self.seeded + self.contradictory


def published_figures() -> list[dict[str, str]]:
    """All transcribed figures of the pages, with the class that says whether child-level data can give them."""
    with PUBLISHED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def our_figures(published_db: Path, la_code: str, report_month: date) -> dict[tuple[str, ...], tuple[str, str]]:
    """The printed text and the origin of every figure of one report, by its key."""
    with duckdb.connect(str(published_db), read_only=True) as con:
        rows = con.execute(
            f"select {', '.join(KEY)}, printed, origin from reporting.report_figures "
            "where la_code = ? and report_month = ?",
            [la_code, report_month],
        ).fetchall()
    return {row[:-2]: row[-2:] for row in rows}


def compare(published_db: Path, la_code: str = COUNCIL, report_month: date = DECEMBER) -> list[PageResult]:
    """One result per page, in the order of the report."""
    ours, published = our_figures(published_db, la_code, report_month), published_figures()
    pages = dict.fromkeys(figure["page"] for figure in published)
    return [_of_page(page, [one for one in published if one["page"] == page], ours) for page in pages]


def _of_page(page: str, published: list[dict[str, str]], ours: dict[tuple[str, ...], tuple[str, str]]) -> PageResult:
    counts, differences = Counter(), []
    for figure in published:
        printed, origin = ours.get(tuple(figure[name] for name in KEY), (None, None))
        if printed == figure["printed"]:
            counts["contradictory" if figure["class"] == "N" else origin] += 1
        else:
            place = " ".join(filter(None, (figure["key"], figure["breakdown"], figure["period"], figure["part"])))
            differences.append(f"{place}: published {figure['printed']}, computed {printed}")
    return PageResult(
        page, len(published), counts["computed"], counts["seed"], counts["contradictory"], tuple(differences)
    )


def main() -> int:
    """Print the counts of the published file of this installation, page by page; 1 when anything differs."""
    published_db = Path(os.environ.get("CHILDREN_DATA", "data")) / "published" / "children.duckdb"
    results = compare(published_db)
    for result in results:
        print(f"{result.matched:5d} of {result.compared:5d}  {result.page}")
        for difference in result.differences:
            print(f"                 {difference}")
    compared, matched = sum(one.compared for one in results), sum(one.matched for one in results)
    print(
        f"{matched:5d} of {compared:5d}  figures of the pages as printed: "
        f"{sum(one.computed for one in results)} computed, {sum(one.seeded for one in results)} from seeds, "
        f"{sum(one.contradictory for one in results)} from seeds though contradictory"
    )
    scorecard = compare_scorecard(published_db)
    for difference in scorecard.differences:
        print(f"                 {difference}")
    print(
        f"{scorecard.figures:5d} of {SCORECARD_FIGURES:5d}  figures of the scorecard explained: {scorecard.in_words()}"
    )
    print(f"{scorecard.targets:5d} of {SCORECARD_TARGETS:5d}  targets and tolerances of the scorecard as printed")
    print(f"{scorecard.arrows:5d} of {SCORECARD_ROWS:5d}  directions of travel of the scorecard")
    return 0 if matched == compared and not scorecard.differences else 1


if __name__ == "__main__":
    raise SystemExit(main())
