"""The published report of December 2020 against the figures recomputed from the demo deliveries."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import duckdb
import pytest

from tests.back_test.compare import KEY, compare, is_compared, published_figures

# Figures of each page that deliveries can give (classes child, D, T and X of staff, households, schools; months, terms,
# rolling and year to date),
# counted in the transcription.
COMPARED = {
    "CONTACTS": 93,
    "CONTACTS BY SOURCE 'HARM & NOT SURE'": 273,
    "REFERRALS": 99,
    "NEW ASSESSMENTS - STARTED / COMPLETED": 51,
    "NEW ASSESSMENTS - OUTCOMES": 156,
    "UPDATED ASSESSMENTS - STARTED / COMPLETED": 51,
    "SECTION 47 INVESTIGATIONS - STARTED": 37,
    "SECTION 47 INVESTIGATIONS - COMPLETED": 115,
    "CHILDREN IN NEED (CIN)": 48,
    "INITIAL CHILD PROTECTION CONFERENCES": 63,
    "CHILD PROTECTION": 72,
    "CHILD PROTECTION - TIME PERIODS": 147,
    "CHILD PROTECTION - REVIEWS, PLANS & VISITS": 87,
    "LOOKED AFTER CHILDREN": 89,
    "LOOKED AFTER CHILDREN - REVIEWS, PLANS & VISITS": 87,
    "LOOKED AFTER CHILDREN - HEALTH": 63,
    "LOOKED AFTER CHILDREN - EDUCATION": 14,
    "LOOKED AFTER CHILDREN - PLACEMENTS": 132,
    "FOSTERING": 62,
    "ADOPTIONS": 56,
    "CARE LEAVERS": 60,
    "CASELOADS": 96,
}


@pytest.fixture(scope="module")
def published(december: Path) -> Path:
    return december / "published" / "children.duckdb"


@pytest.mark.parametrize("page", COMPARED)
def test_every_figure_of_the_page_matches_as_printed(published: Path, page: str) -> None:
    result = next(one for one in compare(published) if one.page == page)
    assert result.differences == ()
    assert (result.compared, result.matched) == (COMPARED[page], COMPARED[page])


def test_each_figure_is_known_from_the_delivery_of_its_row(published: Path) -> None:
    """Row of month t as known at t + 2, December at the latest; not recorded as first published; one extra rerun."""
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
        if breakdown == "not_recorded":
            expected = month
        if key == "cpp_open_2y" and period == "2020-03":
            expected = 6
        assert known_at.month == expected, (key, breakdown, period)


def test_figures_that_no_data_can_give_are_listed_with_both_values(published: Path) -> None:
    with duckdb.connect(str(published), read_only=True) as con:
        listed = con.execute(
            f"select {', '.join(KEY)}, printed from reporting.contradictions where value_the_counts_give <> printed"
        ).fetchall()
    contradictory = {
        (*(figure[name] for name in KEY), figure["printed"]) for figure in published_figures() if figure["class"] == "N"
    }
    assert set(listed) == contradictory


def test_a_figure_that_differs_is_found(published: Path, tmp_path: Path) -> None:
    """The comparison itself can fail: one figure changed in a copy is one difference."""
    copy = tmp_path / "changed.duckdb"
    copy.write_bytes(published.read_bytes())
    with duckdb.connect(str(copy)) as con:
        con.execute("update reporting.report_figures set printed = '616' where key = 'lac' and period = '2020-12'")
    differences = [line for result in compare(copy) for line in result.differences]
    assert differences == ["lac 2020-12 count: published 615, computed 616"]


def test_transcription_is_whole() -> None:
    classes = Counter(figure["class"] for figure in published_figures() if is_compared(figure))
    assert classes == {
        "child": 1717,
        "D": 69,
        "T": 23,
        "X school sessions, exclusions, timetables": 8,
        "X household": 38,
        "X staff": 96,
    }
