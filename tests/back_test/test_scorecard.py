"""The published scorecard of December 2020 against ours, and the years it shows in other reports."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import duckdb
import pytest

from tests.back_test.scorecard import SCORECARD_FIGURES, compare_scorecard, published_scorecard


@pytest.fixture(scope="module")
def published(december: Path) -> Path:
    return december / "published" / "children.duckdb"


def test_every_figure_target_and_arrow_is_explained(published: Path) -> None:
    result = compare_scorecard(published)
    assert result.differences == ()
    # Two of the 14 contradictory ones are of this year: the counts give another percentage than is printed.
    assert result.counts == {"computed": 314, "computed, other digits": 1, "from seeds": 480, "contradictory": 14}
    assert result.figures == SCORECARD_FIGURES
    assert result.targets == 128
    assert result.arrows == 97


def test_transcription_is_whole() -> None:
    kinds = Counter(cell["kind"] for cell in published_scorecard())
    assert kinds == {"month": 276, "ytd": 41, "annual": 395, "benchmark": 97, "arrow": 98, "target": 128}


def test_every_report_has_all_rows_and_only_what_existed_then(published: Path) -> None:
    """The report of March 2020 shows four of the five years before its own, the last of them 2018/19; no target yet."""
    with duckdb.connect(str(published), read_only=True) as con:
        rows = con.execute("select report_month, count(*) from reporting.report_scorecard group by all").fetchall()
        looked_after = con.execute(
            "select report_month, five_years_before, four_years_before, year_before "
            "from reporting.report_scorecard where title = 'Looked after children' order by 1"
        ).fetchall()
        targets = con.execute(
            "select report_month, count(*) from reporting.report_scorecard where target_green <> '' group by all"
        ).fetchall()
        printed = con.execute(
            "select report_month, period_kind, max(period) from reporting.report_figures "
            "where origin = 'seed' and period not like '% AY' and period_kind = 'annual' group by all"
        ).fetchall()
    assert {count for _, count in rows} == {98}
    shown = {month: years for month, *years in looked_after}
    assert shown[date(2020, 3, 31)] == ["-", "432", "642"]
    assert shown[date(2020, 12, 31)] == ["432", "488", "595"]
    assert {month for month, _ in targets} == {month for month, _ in rows if month > date(2020, 3, 31)}
    assert {last for month, _, last in printed if month <= date(2020, 3, 31)} == {"2018/19"}
    assert {last for month, _, last in printed if month > date(2020, 3, 31)} == {"2019/20"}


def test_no_direction_across_a_series_break(published: Path) -> None:
    with duckdb.connect(str(published), read_only=True) as con:
        rows = dict(
            con.execute(
                "select report_month, dot_reason from reporting.report_scorecard where ref = '1.3' and dot = 'n.a.'"
            ).fetchall()
        )
    assert rows[date(2020, 11, 30)].startswith("series break on 1 November 2020")
    assert date(2020, 12, 31) not in rows


def test_a_cell_that_differs_is_found(published: Path, tmp_path: Path) -> None:
    """The comparison itself can fail: a figure, a target and an arrow changed in a copy are three differences."""
    copy = tmp_path / "changed.duckdb"
    copy.write_bytes(published.read_bytes())
    with duckdb.connect(str(copy)) as con:
        con.execute(
            "update reporting.report_scorecard set this_month = '616', dot = 'down', year_before = '596' "
            "where title = 'Looked after children'"
        )
    assert len(compare_scorecard(copy).differences) == 3


def test_checks_on_the_numbers_name_what_the_published_report_has(published: Path) -> None:
    """None of the sums of December's report fails; those of the published report stand with their finding."""
    with duckdb.connect(str(published), read_only=True) as con:
        rows = con.execute(
            "select check_id, period, result, reason from reporting.figure_checks where report_month = ?",
            [date(2020, 12, 31)],
        ).fetchall()
    failed = {check for check, _, result, _ in rows if result == "failed"}
    assert failed <= {"within_its_own_past"}
    named = {(reason.split(":")[0], period) for _, period, _, reason in rows if reason and reason.startswith("F")}
    assert {("F34", month) for month in ("2020-06", "2020-07", "2020-09", "2020-10")} <= named
    assert {("F05", "2020-11"), ("F14", "2020-08"), ("F09", "2020-08"), ("F36", "2020-10")} <= named
    assert all(reason for _, _, result, reason in rows if result == "exception")
