"""The lists for work: every row of the marts stands in its list, with dates to sort by; the report has totals only."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pytest

from orchestration.report import write_report
from orchestration.report.content.council import read_report
from orchestration.report.content.work_lists import work_lists
from orchestration.report.document import RESTRICTED
from orchestration.report.formats.html_page import html
from orchestration.report.formats.workbook import workbook
from tests.report.test_report import tables
from tests.report.xlsx import Workbook

LA_CODE = "E08000018"
NOVEMBER, DECEMBER = date(2020, 11, 30), date(2020, 12, 31)


@pytest.fixture(scope="module")
def published(december: Path) -> Path:
    return december / "published" / "children.duckdb"


@pytest.fixture(scope="module")
def book(published: Path) -> Workbook:
    return Workbook(workbook(work_lists(published, LA_CODE, DECEMBER)))


def ask(published: Path, query: str) -> list[tuple]:
    with duckdb.connect(str(published), read_only=True) as con:
        return con.execute(query).fetchall()


def test_each_duty_has_its_list(published: Path, book: Workbook) -> None:
    rows = ask(published, "select duty, child_id, event_id, due_on, is_overdue from reporting.work_due")
    expected: dict[str, list] = {}
    for duty, *row in rows:
        child, record, due_on, is_overdue = row
        expected.setdefault(duty, []).append([child, record, f"{due_on:%-d %B %Y}", "overdue" if is_overdue else "due"])
    found = {name: [row[:4] for row in table.rows[1:]] for name, table in book.tables.items() if name in expected}
    assert found.keys() == expected.keys() and len(rows) > 1000
    assert {name: sorted(one) for name, one in found.items()} == {name: sorted(one) for name, one in expected.items()}
    assert all(book.tables[name].has_filter for name in expected)


def test_dates_are_numbers_to_sort_by(book: Workbook) -> None:
    sheet = book.tables["new_assessment"].sheet
    assert {code for kind, code in book.types[sheet].values() if kind != "s" and code.startswith("d")} == {
        "d mmmm yyyy"
    }


def test_each_red_figure_has_who_stands_behind_it(published: Path, book: Workbook) -> None:
    query = "select row_key, count(*) from reporting.red_figure_exceptions group by row_key"
    expected = {f"red_{row_key}": rows for row_key, rows in ask(published, query)}
    found = {name: len(table.rows) - 1 for name, table in book.tables.items() if name.startswith("red_")}
    assert found == expected and len(found) > 10


def test_each_record_to_be_mended_is_listed_with_its_rule_and_team(published: Path, book: Workbook) -> None:
    query = "select child_id, event_id, table_name, replace(rule, '-', ' '), team from reporting.source_faults"
    found = [(*row[:4], row[6]) for row in book.tables["source_faults"].rows[1:]]
    assert sorted(found) == sorted(ask(published, query)) and len(found) > 50


def test_what_a_red_share_misses_stands_behind_it(published: Path) -> None:
    """Row 51: 390 of 462 children on a plan were visited in the last two weeks, as published."""
    rows = "reporting.red_figure_exceptions where row_key = 'cp_visits_within_2_weeks_percent'"
    query = f"select count(distinct subject_id) from {rows}"
    assert ask(published, query) == [(462 - 390,)]


def test_a_red_share_of_two_kinds_of_records_lists_who_misses_it(published: Path) -> None:
    """Twelve children left care, two of them adopted, as the tracker of adoptions says."""
    rows = "reporting.red_figure_exceptions where indicator_id = 'looked_after_adopted'"
    assert ask(published, f"select count(*), count(distinct subject_id) from {rows}") == [(10, 10)]
    adopted = "select subject_id from reporting.indicator_events where indicator_id = 'adoptions' and numerator = 1"
    assert ask(published, f"select count(*) from {rows} and subject_id in ({adopted})") == [(0,)]


def test_the_restricted_report_has_totals_and_no_child(published: Path, tmp_path: Path) -> None:
    page = html(read_report(published, LA_CODE, DECEMBER, RESTRICTED, tmp_path)).decode()
    duties = ask(published, "select title, overdue, due_in_10_working_days from reporting.work_due_by_duty")
    shown = {row[0]: row[2:] for row in tables(page)["Due and overdue as known on 6 January 2021"]}
    assert all(shown[title] == [str(overdue), str(due)] for title, overdue, due in duties) and len(duties) == 13
    children = {child for (child,) in ask(published, "select child_id from reporting.work_due")}
    assert not children & set(page.replace("<", " ").replace(">", " ").split())


def test_only_the_newest_lists_are_kept(published: Path, tmp_path: Path) -> None:
    older, of_another = tmp_path / f"{LA_CODE}-2020-11-lists.xlsx", tmp_path / "E09000001-2020-11-lists.xlsx"
    for path in (older, of_another):
        path.write_text("from before")
    assert work_lists(published, LA_CODE, NOVEMBER) is None
    write_report(published, tmp_path, LA_CODE, DECEMBER, tmp_path / "commentary")
    assert not older.exists() and of_another.exists()
    assert (tmp_path / f"{LA_CODE}-2020-12-lists.xlsx").stat().st_mode & 0o777 == 0o600
