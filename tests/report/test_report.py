"""The page: every figure of the marts stands in it as printed, and text stays text."""

from __future__ import annotations

import re
import shutil
from datetime import date
from html import unescape
from pathlib import Path

import duckdb
import pytest

from orchestration.disclosure import UnknownCell
from orchestration.report import write_report
from orchestration.report.content.council import read_report
from orchestration.report.content.marts import NoSuchReport
from orchestration.report.content.periods import period_label
from orchestration.report.content.subjects import in_sentence_case
from orchestration.report.document import PUBLIC, RESTRICTED, Document
from orchestration.report.formats.html_page import html

LA_CODE = "E08000018"
DECEMBER = date(2020, 12, 31)


@pytest.fixture(scope="module")
def published(december: Path) -> Path:
    return december / "published" / "children.duckdb"


@pytest.fixture(scope="module", params=[RESTRICTED, PUBLIC])
def document(request: pytest.FixtureRequest, published: Path, tmp_path_factory: pytest.TempPathFactory) -> Document:
    return read_report(published, LA_CODE, DECEMBER, request.param, tmp_path_factory.mktemp("commentary"))


def tables(page: str) -> dict[str, list[list[str]]]:
    """Cells of every table by its caption, row by row, without the marks beside figures."""
    found = {}
    for table in re.findall(r"<table[^>]*>(.*?)</table>", page, re.S):
        caption = unescape(re.search(r"<caption[^>]*>(.*?)</caption>", table).group(1))
        found[caption] = [
            [unescape(re.sub(r" ?<abbr.*?</abbr>", "", cell)) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)]
            for row in re.findall(r"<tr[^>]*>(.*?)</tr>", table, re.S)
        ]
    return found


def test_every_cell_of_the_document_stands_in_the_page(document: Document) -> None:
    shown = tables(html(document).decode())
    wanted = {table.caption: table for chapter in document.chapters for table in chapter.tables}
    assert shown.keys() == wanted.keys()
    for caption, table in wanted.items():
        rows = [[row.header, *(cell.text for cell in row.cells)] for row in table.rows]
        assert shown[caption] == [list(table.headings), *rows]


def test_every_figure_of_the_mart_stands_in_its_place(published: Path, tmp_path: Path) -> None:
    """Read from the mart and looked up in the page by page, period and place of the column."""
    shown = tables(html(read_report(published, LA_CODE, DECEMBER, RESTRICTED, tmp_path)).decode())
    with duckdb.connect(str(published), read_only=True) as con:
        figures = con.execute(
            "select page, case when max(part = 'percent' and printed like '% of %') over of_one "
            "then min(position) over of_one else position end as position, "  # number and percentage share a column
            "period_kind, period, printed from reporting.report_figures "
            "where report_month = ? and (part <> 'denominator' or printed like 'of %') "
            "window of_one as (partition by page, key, breakdown) "
            "qualify not (part = 'percent' and printed like '% of %') order by all",
            [DECEMBER],
        ).fetchall()
    assert len(figures) > 2000
    for name in dict.fromkeys(figure[0] for figure in figures):
        head, *rows = shown[f"{in_sentence_case(name)}: figures by period"]
        places = sorted({figure[1] for figure in figures if figure[0] == name})
        assert len(head) == len(places) + 2
        cells = {(row[0], place): cell for row in rows for place, cell in zip(places, row[1:-1], strict=True)}
        for _, place, kind, period, printed in (figure for figure in figures if figure[0] == name):
            assert cells[period_label(kind, period), place] == printed


def test_months_that_are_counted_again_and_breaks_are_marked(document: Document) -> None:
    """In both editions; a figure held back is marked as nothing else."""
    pages = [table for chapter in document.chapters for table in chapter.tables if chapter.title == "Contacts"]
    assert [row.header for row in pages[0].rows if row.mark] == ["Nov 2020", "Dec 2020"]
    broken = {row.header for row in pages[0].rows for cell in row.cells if "b" in cell.mark.split()}
    assert broken == {"Nov 2020", "Year to date 2020/21"}
    page = html(document).decode()
    assert '<th scope="row">Dec 2020 <abbr title="provisional">p</abbr></th>' in page
    assert ' <abbr title="break in the series">b</abbr></td>' in page


def test_scorecard_is_the_mart(published: Path, tmp_path: Path) -> None:
    shown = tables(html(read_report(published, LA_CODE, DECEMBER, RESTRICTED, tmp_path)).decode())
    with duckdb.connect(str(published), read_only=True) as con:
        rows = con.execute(
            "select title, ref, good_performance, two_months_before, month_before, this_month, year_to_date, dot, rag, "
            "red, amber, target_green from reporting.report_scorecard where report_month = ? order by row_no",
            [DECEMBER],
        ).fetchall()
    in_page = [row for caption, found in shown.items() if caption.endswith(": this month") for row in found[1:]]
    in_page = [[*row[:7], row[7].split()[-1], *row[10:]] for row in in_page]
    silent = {"no target": "", "no figure": ""}
    assert in_page == [[*row[:8], silent.get(row[8], row[8]), *row[9:]] for row in rows]
    assert len(rows) == 98
    years = next(found for caption, found in shown.items() if caption.endswith("years before and benchmarks"))
    assert years[0][2:7] == ["2015/16", "2016/17", "2017/18", "2018/19", "2019/20"]


def test_the_same_figures_give_the_same_bytes(published: Path, tmp_path: Path) -> None:
    first = write_report(published, tmp_path / "one", LA_CODE, DECEMBER, tmp_path)
    second = write_report(published, tmp_path / "two", LA_CODE, DECEMBER, tmp_path)
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]
    assert {path.stat().st_mode & 0o777 for path in first} == {0o600}


def test_text_from_the_data_is_text_in_the_page(published: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.duckdb"
    shutil.copy(published, copy)
    with duckdb.connect(str(copy)) as con:
        con.execute("update reporting.report_scorecard set title = '<script>alert(1)</script>' where row_no = 1")
        con.execute("update reporting.report_charts set label = '<img onerror=x>', title = '</svg><script>'")
    page = html(read_report(copy, LA_CODE, DECEMBER, RESTRICTED, tmp_path)).decode()
    assert "<script" not in page and "<img" not in page and "&lt;script&gt;" in page


def test_no_public_edition_where_nobody_knows_what_a_cell_shows(
    published: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The restricted edition is written all the same; a public file of before does not stay. The row's 4 of December is
    given another number, as if the layout had moved it."""
    copy = tmp_path / "copy.duckdb"
    shutil.copy(published, copy)
    with duckdb.connect(str(copy)) as con:
        con.execute(
            "update reporting.report_scorecard set this_month = '12' "
            "where row_key = 'special_guardianship_started' and report_month = ?",
            [DECEMBER],
        )
    left = tmp_path / f"{LA_CODE}-2020-12-public.html"
    left.write_text("from before")
    with pytest.raises(UnknownCell, match="row special_guardianship_started of the scorecard, this_month"):
        write_report(copy, tmp_path, LA_CODE, DECEMBER, tmp_path)
    written = {path.stem for path in tmp_path.glob(f"{LA_CODE}-*")}
    assert written == {f"{LA_CODE}-2020-12-restricted", f"{LA_CODE}-2020-12-lists"}
    assert "No public edition of E08000018, December 2020: row special_guardianship_started" in caplog.text


def test_a_report_is_written_from_the_published_file_and_no_seed(
    published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Layout, rules and breaks of today may be others than those that the month was printed from."""
    opened = Path.open

    def watched(path: Path, *arguments: object, **more: object) -> object:
        assert "seeds" not in path.parts, path.name
        return opened(path, *arguments, **more)

    monkeypatch.setattr(Path, "open", watched)
    assert len(write_report(published, tmp_path, LA_CODE, DECEMBER, tmp_path)) == 7


def test_a_month_never_published_is_said_so(published: Path, tmp_path: Path) -> None:
    with pytest.raises(NoSuchReport, match="no report of May 2031"):
        write_report(published, tmp_path, LA_CODE, date(2031, 5, 31), tmp_path)
