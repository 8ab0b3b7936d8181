"""The page on data quality says of the newest delivery what the marts say, in numbers, and only to the restricted."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pytest

from orchestration.report.content.council import read_report
from orchestration.report.document import PUBLIC, RESTRICTED, Document
from orchestration.report.formats.html_page import html
from tests.report.test_report import tables

LA_CODE = "E08000018"
NOVEMBER, DECEMBER = date(2020, 11, 30), date(2020, 12, 31)
BY_RULE = "Records that break a rule of a statutory return, or one of ours (SSD); 40 rules looked at"
TOLD_FIRST = "What to know first: where figures are wrong or missing without a refused row"
BY_TEAM = "To be mended at the source, by team"
BY_REASON = "To be mended at the source, by team, table and reason"


@pytest.fixture(scope="module")
def published(december: Path) -> Path:
    return december / "published" / "children.duckdb"


@pytest.fixture(scope="module")
def restricted(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Document:
    return read_report(published, LA_CODE, DECEMBER, RESTRICTED, tmp_path_factory.mktemp("none"))


def ask(published: Path, query: str) -> list[tuple]:
    with duckdb.connect(str(published), read_only=True) as con:
        return con.execute(query).fetchall()


def test_every_fault_is_counted_by_rule_and_by_team(published: Path, restricted: Document) -> None:
    shown = tables(html(restricted).decode())
    by_rule = ask(published, "select replace(rule, '-', ' '), count(*) from reporting.source_faults group by all")
    assert {row[0]: int(row[-1]) for row in shown[BY_RULE][1:]} == dict(by_rule)
    by_team = ask(published, "select team, sum(records) from reporting.data_quality_by_team group by all")
    assert {row[0]: sum(map(int, row[1:])) for row in shown[BY_TEAM][1:]} == dict(by_team)
    by_reason = ask(published, "select team, table_name, reason, records from reporting.data_quality_by_team")
    assert sorted(shown[BY_REASON][1:]) == sorted([*words, str(records)] for *words, records in by_reason)


def test_what_to_know_first_stands_first_with_number_effect_and_remedy(published: Path, restricted: Document) -> None:
    shown = tables(html(restricted).decode())
    (chapter,) = (one for one in restricted.chapters if one.anchor == "quality")
    assert chapter.tables[0].caption == TOLD_FIRST
    number = "records || coalesce(' of ' || out_of, '')"
    told = ask(published, f"select what, place, team, {number}, effect, remedy from reporting.told_first")
    assert len(told) > 1 and sorted(shown[TOLD_FIRST][1:]) == sorted(map(list, told))


def test_the_page_names_no_child_and_no_record(published: Path, restricted: Document) -> None:
    (chapter,) = (one for one in restricted.chapters if one.anchor == "quality")
    words = {word for table in chapter.tables for row in table.rows for word in str(row).replace("'", " ").split()}
    ids = {one for row in ask(published, "select child_id, event_id from reporting.source_faults") for one in row}
    assert len(ids) > 50 and not ids & words


def test_an_older_delivery_has_nothing_to_mend(published: Path, tmp_path: Path) -> None:
    page = html(read_report(published, LA_CODE, NOVEMBER, RESTRICTED, tmp_path)).decode()
    assert "Data quality" in page and not {TOLD_FIRST, BY_RULE, BY_TEAM, BY_REASON} & set(tables(page))


def test_the_public_sees_nothing_by_team(published: Path, tmp_path: Path) -> None:
    page = html(read_report(published, LA_CODE, DECEMBER, PUBLIC, tmp_path)).decode()
    teams = {team for (team,) in ask(published, "select distinct team from reporting.data_quality_by_team")}
    assert len(teams) > 5 and not any(team in page for team in teams - {"not known"})
    assert not {TOLD_FIRST, BY_RULE, BY_TEAM, BY_REASON} & set(tables(page))
