"""The report page: every figure of the mart stands in it, and nothing of a child does."""

from __future__ import annotations

import re
import shutil
from datetime import date
from html import unescape
from pathlib import Path

import duckdb
import pytest

from orchestration.report import render_report
from orchestration.report.content import NoSuchReport, period_label

LA_CODE = "E08000018"
DECEMBER = date(2020, 12, 31)


@pytest.fixture(scope="module")
def published(december: Path) -> Path:
    return december / "published" / "children.duckdb"


@pytest.fixture(scope="module")
def page(published: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    return render_report(published, tmp_path_factory.mktemp("report"), LA_CODE, DECEMBER).read_text(encoding="utf-8")


def tables(page: str) -> dict[str, list[list[str]]]:
    """Cells of every table by its caption, row by row."""
    found = {}
    for table in re.findall(r"<table>(.*?)</table>", page, re.S):
        caption = unescape(re.search(r"<caption>(.*?)</caption>", table).group(1))
        found[caption] = [
            [unescape(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)]
            for row in re.findall(r"<tr[^>]*>(.*?)</tr>", table, re.S)
        ]
    return found


def test_every_figure_of_the_mart_stands_in_its_table(page: str, published: Path) -> None:
    shown = tables(page)
    with duckdb.connect(str(published), read_only=True) as con:
        figures = con.execute(
            "select page, position, period_kind, period, printed from reporting.report_figures "
            "where report_month = ? and part <> 'denominator' order by all",
            [DECEMBER],
        ).fetchall()
    assert len(figures) > 700
    for name in dict.fromkeys(figure[0] for figure in figures):
        head, *rows = shown[f"{name.title()}, by month"]
        places = sorted({figure[1] for figure in figures if figure[0] == name})
        assert len(head) == len(places) + 2
        cells = {(row[0], place): cell for row in rows for place, cell in zip(places, row[1:-1], strict=True)}
        for _, place, kind, period, printed in (figure for figure in figures if figure[0] == name):
            assert cells[period_label(kind, period), place] == printed
        months = [f"{date(2020, month, 1):%b %Y}" for month in range(1, 13)]
        assert [row[0] for row in rows if row[0] in months] in ([], months[-2:], months)


def test_scorecard_is_the_mart(page: str, published: Path) -> None:
    with duckdb.connect(str(published), read_only=True) as con:
        rows = con.execute(
            "select ref, title, good_performance, two_months_before, month_before, this_month, year_to_date, dot, rag, "
            "red, amber, target_green, five_years_before, four_years_before, three_years_before, two_years_before, "
            "year_before, neighbours_average, neighbours_best, national_average, national_top_quartile "
            "from reporting.report_scorecard where report_month = ? order by row_no",
            [DECEMBER],
        ).fetchall()
    head, *shown = tables(page)["Three months, the year to date, target and the years before"]
    assert head[12:17] == ["2015/16", "2016/17", "2017/18", "2018/19", "2019/20"]
    words = [[*row[:7], row[7].split()[-1], *row[8:]] for row in shown if len(row) > 1]
    colours = {"no target": "", "no figure": ""}
    assert words == [[*row[:8], colours.get(row[8], row[8]), *row[9:]] for row in rows]
    assert len(rows) == 98


def test_no_child_stands_in_the_page(page: str, published: Path) -> None:
    with duckdb.connect(str(published), read_only=True) as con:
        children = {
            value
            for (value,) in con.execute(
                "select child_id from reporting.lac_episodes_by_child union "
                "select child_id from reporting.contacts_by_source_by_child union "
                "select episode_id from reporting.lac_episodes_by_child"
            ).fetchall()
        }
    assert len(children) > 1000
    assert not children & set(re.findall(r"[A-Z0-9]+", page))


def test_the_same_figures_give_the_same_bytes(published: Path, tmp_path: Path) -> None:
    first = render_report(published, tmp_path / "one", LA_CODE, DECEMBER)
    second = render_report(published, tmp_path / "two", LA_CODE, DECEMBER)
    assert first.read_bytes() == second.read_bytes()
    assert first.stat().st_mode & 0o777 == 0o600


def test_text_from_the_data_is_text_in_the_page(published: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.duckdb"
    shutil.copy(published, copy)
    with duckdb.connect(str(copy)) as con:
        con.execute("update reporting.report_scorecard set title = '<script>alert(1)</script>' where row_no = 1")
    page = render_report(copy, tmp_path, LA_CODE, DECEMBER).read_text(encoding="utf-8")
    assert "<script" not in page and "&lt;script&gt;" in page


def test_a_month_never_published_is_said_so(published: Path, tmp_path: Path) -> None:
    with pytest.raises(NoSuchReport, match="no report of May 2031"):
        render_report(published, tmp_path, LA_CODE, date(2031, 5, 31))
