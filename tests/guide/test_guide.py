"""The guide to the marts: everything published is on it, no figure is, and it can be read by everybody."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from playwright.sync_api import Browser, Page

from orchestration.common.relations import identifier, published_relations
from orchestration.common.settings import ROOT
from orchestration.exports.guide import write_guide
from orchestration.exports.guide.read import QUERIES, Query, queries
from tests.browser import WIDTHS, violations


def documented_queries() -> list[Query]:
    """The SQL of docs/analysts.md, but for the line that says how to open the file."""
    block = (ROOT / "docs" / "analysts.md").read_text(encoding="utf-8").split("```sql\n", 1)[1].split("```", 1)[0]
    return list(queries(block.partition("\n")[2]))


EXAMPLES = [*queries(QUERIES.read_text(encoding="utf-8")), *documented_queries()]


@pytest.fixture(scope="module")
def published(december: Path) -> Path:
    return december / "analysts" / "children.duckdb"


@pytest.fixture(scope="module")
def guide(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_guide(published, tmp_path_factory.mktemp("guide") / "guide.html")


@pytest.fixture(params=sorted(WIDTHS))
def page(request: pytest.FixtureRequest, browser: Browser, guide: Path) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": WIDTHS[request.param], "height": 900})
    opened.goto(guide.as_uri())
    yield opened
    opened.close()


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.title)
def test_every_example_query_finds_something(published: Path, example: Query) -> None:
    with duckdb.connect(str(published), read_only=True) as con:
        assert con.execute(example.sql).fetchall()


def test_the_demo_wrote_the_same_guide(december: Path, guide: Path) -> None:
    assert (december / "analysts" / "guide.html").read_bytes() == guide.read_bytes()


def test_every_mart_column_and_indicator_is_on_it(browser: Browser, guide: Path, published: Path) -> None:
    opened = browser.new_page()
    opened.goto(guide.as_uri())
    with duckdb.connect(str(published), read_only=True) as con:
        relations = published_relations(con)
        indicators = con.execute(
            "select indicator_id, title, definition, counting_rule from reporting.indicators"
        ).fetchall()
    for mart in relations:
        table = opened.locator(f"table:has(#caption-{mart.name})")
        cells = table.locator("tbody tr").evaluate_all(
            "rows => rows.map(row => [...row.cells].map(c => c.textContent))"
        )
        assert cells == [[one.name, one.data_type.lower(), one.comment] for one in mart.columns], mart.name
        assert opened.locator(f"h3#mart-{mart.name} + p").text_content() == mart.comment
    for indicator_id, title, definition, rule in indicators:
        heading = opened.locator(f"h4#indicator-{indicator_id}")
        assert heading.text_content() == title
        assert opened.locator(f"h4#indicator-{indicator_id} + p").text_content() == definition
        assert opened.locator(f"pre[aria-label='SQL of {indicator_id}']").text_content() == rule
    assert opened.locator("h4").count() == len(indicators) and opened.locator("h3[id^=mart-]").count() == len(relations)
    opened.close()


def test_no_figure_is_on_it(published: Path, guide: Path, tmp_path: Path) -> None:
    """The guide to a file without a single row, but for the words of the indicators, is the same."""
    emptied = tmp_path / "children.duckdb"
    shutil.copy(published, emptied)
    with duckdb.connect(str(emptied)) as con:
        for relation in published_relations(con):
            if relation.name != "indicators":
                con.execute(f"delete from reporting.{identifier(relation.name)}")
    assert write_guide(emptied, tmp_path / "guide.html").read_bytes() == guide.read_bytes()


def test_words_are_escaped(published: Path, tmp_path: Path) -> None:
    spoilt = tmp_path / "children.duckdb"
    shutil.copy(published, spoilt)
    with duckdb.connect(str(spoilt)) as con:
        con.execute("comment on table reporting.publication is '<script>alert(1)</script>'")
    text = write_guide(spoilt, tmp_path / "guide.html").read_text(encoding="utf-8")
    assert "<script" not in text and "&lt;script&gt;alert(1)" in text


def test_axe_finds_no_violation(page: Page) -> None:
    """WCAG 2.2 AA and axe's best practice, with the SQL of the indicators shown."""
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert violations(page) == []


def test_axe_would_find_one(page: Page) -> None:
    page.evaluate("document.querySelector('pre').style.color = '#bbb'")
    page.evaluate("document.querySelector('.scroll').removeAttribute('tabindex')")
    page.evaluate("document.documentElement.removeAttribute('lang')")
    assert {line.split(":")[0] for line in violations(page)} >= {"color-contrast", "html-has-lang"}


def test_nothing_is_wider_than_the_window(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


def test_every_link_leads_somewhere_on_the_page_and_nothing_is_fetched(browser: Browser, guide: Path) -> None:
    asked: list[str] = []
    opened = browser.new_page()
    opened.on("request", lambda request: asked.append(request.url))
    opened.goto(guide.as_uri())
    links = opened.locator("a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    found = opened.evaluate("links => links.every(link => document.querySelector(link) !== null)", links)
    opened.close()
    assert asked == [guide.as_uri()]
    assert found
