"""The published report of December 2020 against the figures recomputed from the demo deliveries."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import duckdb
import pytest

from tests.back_test.compare import KEY, compare, published_figures
from tests.back_test.scorecard import published_scorecard

SEEDS = Path(__file__).parents[2] / "seeds"

# Figures of each page, counted in the transcription.
FIGURES = {
    "CONTACTS": 108,
    "CONTACTS BY SOURCE 'HARM & NOT SURE'": 378,
    "REFERRALS": 132,
    "NEW ASSESSMENTS - STARTED / COMPLETED": 64,
    "NEW ASSESSMENTS - OUTCOMES": 192,
    "UPDATED ASSESSMENTS - STARTED / COMPLETED": 60,
    "SECTION 47 INVESTIGATIONS - STARTED": 50,
    "SECTION 47 INVESTIGATIONS - COMPLETED": 150,
    "CHILDREN IN NEED (CIN)": 71,
    "INITIAL CHILD PROTECTION CONFERENCES": 93,
    "CHILD PROTECTION": 107,
    "CHILD PROTECTION - TIME PERIODS": 217,
    "CHILD PROTECTION - REVIEWS, PLANS & VISITS": 119,
    "LOOKED AFTER CHILDREN": 128,
    "LOOKED AFTER CHILDREN - REVIEWS, PLANS & VISITS": 110,
    "LOOKED AFTER CHILDREN - HEALTH": 82,
    "LOOKED AFTER CHILDREN - EDUCATION": 48,
    "LOOKED AFTER CHILDREN - PLACEMENTS": 193,
    "FOSTERING": 85,
    "ADOPTIONS": 89,
    "CARE LEAVERS": 91,
    "CASELOADS": 128,
}


@pytest.fixture(scope="module")
def published(december: Path) -> Path:
    return december / "published" / "children.duckdb"


@pytest.mark.parametrize("page", FIGURES)
def test_every_figure_of_the_page_matches_as_printed(published: Path, page: str) -> None:
    result = next(one for one in compare(published) if one.page == page)
    assert result.differences == ()
    assert (result.compared, result.matched) == (FIGURES[page], FIGURES[page])


def test_each_figure_is_known_from_the_delivery_of_its_row(published: Path) -> None:
    """Row of month t as known at t + 2, December at the latest; two as first published; one extra rerun."""
    with duckdb.connect(str(published), read_only=True) as con:
        rows = con.execute(
            """
            select figures.key, figures.breakdown, figures.period, deliveries.report_month
            from reporting.report_figures as figures
            inner join reporting.report_issues as deliveries using (la_code, as_known_on)
            where figures.report_month = date '2020-12-31' and figures.period_kind = 'month'
            """
        ).fetchall()
    for key, breakdown, period, known_at in rows:
        month = int(period[-2:])
        expected = min(month + 2, 12)
        if breakdown == "not_recorded" or key == "updassess_45wd":  # kept as first published
            expected = month
        if key == "cpp_open_2y" and period == "2020-03":
            expected = 6
        assert known_at.month == expected, (key, breakdown, period)


def test_every_figure_is_explained(published: Path) -> None:
    results = compare(published)
    assert sum(result.compared for result in results) == 2695
    assert sum(result.computed for result in results) == 1951
    assert sum(result.seeded for result in results) == 729
    assert sum(result.contradictory for result in results) == 15


def test_figures_that_contradict_are_listed_with_both_values(published: Path) -> None:
    """Those of class N on pages, in the scorecard and in the text, and no others; D and T with their reason."""
    with duckdb.connect(str(published), read_only=True) as con:
        listed = con.execute(
            f"select kind, {', '.join(KEY)}, printed, value_the_counts_give, reason from reporting.contradictions"
        ).fetchall()
    pages = {(one["class"], *(one[name] for name in KEY), one["printed"]) for one in published_figures()}
    with (SEEDS / "scorecard_layout.csv").open(encoding="utf-8", newline="") as file:
        keys = {row["row_no"]: row["row_key"] for row in csv.DictReader(file)}
    scorecard = {
        (one["class"], "SCORECARD", keys[one["row_no"]], one["kind"], one["period"], one["printed"])
        for one in published_scorecard()
    }
    kinds = ("N", "D", "T")
    assert {row[:8] for row in listed if row[1] != "SCORECARD" and row[2] != "text"} == {
        one for one in pages if one[0] in kinds
    }
    assert {(*row[:3], *row[4:6], row[7]) for row in listed if row[1] == "SCORECARD"} == {
        one for one in scorecard if one[0] in kinds
    }
    assert [row[7] for row in listed if row[2] == "text"] == ["19", "16", "3"]
    assert all((row[0] == "N") == (row[8] is not None) for row in listed)
    assert all(row[9] for row in listed)
    assert sum(row[0] == "N" for row in listed) == 32


def test_a_figure_that_differs_is_found(published: Path, tmp_path: Path) -> None:
    """The comparison itself can fail: one figure changed in a copy is one difference."""
    copy = tmp_path / "changed.duckdb"
    copy.write_bytes(published.read_bytes())
    with duckdb.connect(str(copy)) as con:
        con.execute("update reporting.report_figures set printed = '616' where key = 'lac' and period = '2020-12'")
    differences = [line for result in compare(copy) for line in result.differences]
    assert differences == ["lac 2020-12 count: published 615, computed 616"]


def test_transcription_is_whole() -> None:
    kinds = Counter(figure["period_kind"] for figure in published_figures())
    assert kinds == {"month": 1855, "term": 14, "ytd": 82, "annual": 654, "benchmark": 90}
