"""The report of a region, on marts of six councils made by hand: one is held back, one is late."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pytest
from playwright.sync_api import Browser

from orchestration.report import write_region_report
from orchestration.report.content.region import read_region
from orchestration.report.document import Document, Table
from tests.browser import WIDTHS, violations

DECEMBER = date(2020, 12, 31)
MARTS = """
create schema reporting;
use reporting;
create table publication as
select
    la_code, la_code || '/' || stands_at || '/1' as delivery_id, date '2021-01-06' as as_known_on, '1' as code_version
from (values
    ('D1', '2020-12-31'), ('D2', '2020-12-31'), ('D3', '2020-12-31'), ('D4', '2020-12-31'), ('D5', '2020-11-30'),
    ('D6', '2020-11-30')
) as councils (la_code, stands_at);
create table councils as
select * from (values ('D1', 'Alderby'), ('D2', 'Brackenford & <Vale>'), ('D3', 'Coldwell'), ('D5', 'Eastholm'))
    as councils (la_code, name);
create table published_values as
select la_code, cast(split_part(delivery_id, '/', 2) as date) as period_end_on from publication;
create table intake_checks as
select 'D5' as la_code, 'D5/2020-12-31/1' as delivery_id, 'Rows fewer than before' as what, 'held back' as result;
create table report_figures as select * from (values ('rate', 2), ('time', 1)) as figures (indicator_id, position);
create table indicators as
select * from (values
    ('time', 'Visits in time', 'percent', 'high'), ('rate', 'Looked after', 'rate_per_10k', 'low'),
    ('kind', 'Outcomes', 'percent', 'info')
) as indicators (indicator_id, title, unit, polarity), (select 1 as decimals, 'What it counts.' as definition);
create table council_ranks as
select
    la_code, indicator_id, breakdown, 'month' as period_kind, date '2020-12-31' as period_end_on,
    cast(value as double) as value, place,
    case indicator_id when 'kind' then 'highest' else 'best' end as first_is, 4 as councils_ranked,
    case when indicator_id <> 'kind' then place end as quartile, null::double as region_value,
    null::double as council_average, case when la_code = 'D1' then 55.0::double end as comparators_average,
    null::double as comparators_best
from (values
    ('D1', 'time', 'all', 90.0, 1), ('D2', 'time', 'all', 80.0, 3), ('D3', 'time', 'all', 85.5, 2),
    ('D4', 'time', 'all', null, null), ('D1', 'rate', 'all', 70.0, 1), ('D2', 'rate', 'all', 90.0, 4),
    ('D3', 'rate', 'all', 75.0, 2), ('D4', 'rate', 'all', 80.0, 3), ('D1', 'kind', 'a', 10.0, 2),
    ('D2', 'kind', 'a', 20.0, 1), ('D1', 'kind', 'b', 90.0, 1), ('D2', 'kind', 'b', 80.0, 2)
) as ranks (la_code, indicator_id, breakdown, value, place);
create table region_values as
select distinct
    indicator_id, breakdown, period_kind, period_end_on, 'region' as la_code, 84.1::double as value,
    85.2::double as council_average
from council_ranks;
create table indicators_by_month as
select
    la_code, case indicator_id when 'rate' then 'looked_after' else 'visits' end as subject, indicator_id, title,
    breakdown, upper(breakdown) as breakdown_label, period_end_on as month_on, unit
from council_ranks inner join indicators using (indicator_id);
"""


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("region") / "children.duckdb"
    with duckdb.connect(str(path)) as con:
        con.execute(MARTS)
    return path


@pytest.fixture(scope="module")
def document(published: Path) -> Document:
    found = read_region(published, DECEMBER)
    assert found is not None
    return found


def table(document: Document, name: str) -> list[list[str]]:
    """Rows of a table of the document, as texts."""
    [found] = [one for chapter in document.chapters for one in chapter.tables if one.name == name]
    return [[row.header, *(cell.text for cell in row.cells)] for row in found.rows]


def test_chapters_follow_the_council_report(document: Document) -> None:
    assert [chapter.title for chapter in document.chapters] == ["The councils", "Visits", "Looked after"]
    assert (document.edition, document.file_stem) == ("restricted", "region-2020-12-restricted")


def test_every_council_is_named_with_what_it_stands_at(document: Document) -> None:
    assert table(document, "region_councils") == [
        ["Alderby", "D1", "2020-12-31/1", "December 2020", "delivered"],
        ["Brackenford & <Vale>", "D2", "2020-12-31/1", "December 2020", "delivered"],
        ["Coldwell", "D3", "2020-12-31/1", "December 2020", "delivered"],
        ["D4", "D4", "2020-12-31/1", "December 2020", "delivered"],
        ["D6", "D6", "2020-11-30/1", "November 2020", "late or refused: nothing of it could be used"],
        [
            *("Eastholm", "D5", "2020-11-30/1", "November 2020"),
            "held back, cannot be believed: rows fewer than before",
        ],
    ]
    assert (
        "4 of 6 councils have figures of December 2020. In no place and no average: D6, Eastholm."
        in document.chapters[0].note
    )


def test_councils_stand_in_the_order_of_their_places_above_the_region(document: Document) -> None:
    assert table(document, "region_time") == [
        ["Alderby", "90.0%", "1", "1 (best)", "55.0%", "-"],
        ["Coldwell", "85.5%", "2", "2", "-", "-"],
        ["Brackenford & <Vale>", "80.0%", "3", "3", "-", "-"],
        ["D4", "-", "-", "-", "-", "-"],
        ["Region, all children", "84.1%", "", "", "", ""],
        ["Average of councils", "85.2%", "", "", "", ""],
    ]
    [chart] = document.chapters[1].charts
    assert chart.periods == ("Alderby", "Coldwell", "Brackenford & <Vale>", "Region")


def test_categories_for_information_stand_side_by_side(document: Document) -> None:
    assert table(document, "region_kind_categories") == [
        ["Alderby", "10.0%", "90.0%"],
        ["Brackenford & <Vale>", "20.0%", "80.0%"],
        ["Region, all children", "84.1%", "84.1%"],
        ["Average of councils", "85.2%", "85.2%"],
    ]


def test_colour_never_stands_alone(document: Document) -> None:
    tables: list[Table] = [one for chapter in document.chapters[1:] for one in chapter.tables]
    toned = {(cell.tone, cell.text) for one in tables for row in one.rows for cell in row.cells if cell.tone}
    assert toned == {("improvement", "1 (best)"), ("concern", "4 (last)")}


def test_every_format_is_written_and_again_with_the_same_bytes(published: Path, tmp_path: Path) -> None:
    paths = write_region_report(published, tmp_path, DECEMBER)
    assert [path.suffix for path in paths] == [".html", ".pdf", ".xlsx"]
    before = [path.read_bytes() for path in paths]
    assert [path.read_bytes() for path in write_region_report(published, tmp_path, DECEMBER)] == before


def test_one_council_is_no_region(published: Path, tmp_path: Path) -> None:
    alone = tmp_path / "children.duckdb"
    alone.write_bytes(published.read_bytes())
    with duckdb.connect(str(alone)) as con:
        con.execute("delete from reporting.publication where la_code <> 'D1'")
    assert write_region_report(alone, tmp_path, DECEMBER) == []


@pytest.mark.parametrize("width", sorted(WIDTHS))
def test_axe_finds_no_violation(published: Path, tmp_path: Path, browser: Browser, width: str) -> None:
    page = browser.new_page(viewport={"width": WIDTHS[width], "height": 900})
    page.goto(write_region_report(published, tmp_path, DECEMBER)[0].as_uri())
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    page.close()
