"""The page in a real browser: accessible, whole at every width, and in print.

Without a browser these tests are skipped; with CHILDREN_BROWSER_IS_REQUIRED=1, as in .ci/run, they fail.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from orchestration.report import write_report
from tests.browser import WIDTHS, violations


@pytest.fixture(scope="module", params=["restricted", "public"])
def file(request: pytest.FixtureRequest, december: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("page")
    paths = write_report(
        december / "published" / "children.duckdb", folder, "E08000018", date(2020, 12, 31), december / "commentary"
    )
    return next(path for path in paths if path.name.endswith(f"{request.param}.html"))


@pytest.fixture(params=sorted(WIDTHS))
def page(request: pytest.FixtureRequest, browser: Browser, file: Path) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": WIDTHS[request.param], "height": 900})
    opened.goto(file.as_uri())
    yield opened
    opened.close()


def test_axe_finds_no_violation(page: Page) -> None:
    """WCAG 2.2 AA and axe's best practice."""
    assert violations(page) == []


def test_axe_would_find_one(page: Page) -> None:
    """The check can fail: grey words on white, and a picture without words."""
    page.evaluate("document.querySelector('h1').style.color = '#bbb'")
    page.evaluate("document.querySelector('.drawing').removeAttribute('aria-label')")
    found = violations(page, within=["h1", ".drawing"])
    assert {line.split(":")[0] for line in found} >= {"color-contrast", "role-img-alt"}


def test_nothing_is_wider_than_the_window(page: Page) -> None:
    """Wide tables scroll in their own region; the page itself never does."""
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


def test_nothing_is_fetched(browser: Browser, file: Path) -> None:
    asked: list[str] = []
    opened = browser.new_page()
    opened.on("request", lambda request: asked.append(request.url))
    opened.goto(file.as_uri())
    opened.close()
    assert asked == [file.as_uri()]


def test_print_keeps_order_and_contrast(browser: Browser, file: Path) -> None:
    """In print the contents are gone, headings stand in order, and axe finds no lack of contrast."""
    opened = browser.new_page()
    opened.goto(file.as_uri())
    opened.emulate_media(media="print")
    levels = opened.evaluate("[...document.querySelectorAll('h1,h2,h3')].map(h => +h.tagName[1])")
    assert levels[0] == 1 and all(later - earlier <= 1 for earlier, later in zip(levels, levels[1:], strict=False))
    assert not opened.locator("nav").is_visible()
    assert violations(opened, rule="color-contrast") == []
    opened.close()
