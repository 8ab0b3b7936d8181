"""README.md, CONTRIBUTING.md and docs/: what they link to and what they name is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from orchestration.common.settings import ROOT

PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")])
TOP = "docs|macros|models|orchestration|requirements|seeds|tests"
LINK = re.compile(r"\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)")
PATH = re.compile(rf"`((?:{TOP})/[^`\s]*|(?!data/)\w[\w/]*\.py|\w+\.(?:toml|yml|md))`")
PLACEHOLDER = re.compile(r"<[^>]*>")


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def found(path: str) -> bool:
    return any(any(folder.glob(path)) for folder in (ROOT, ROOT / "tests"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    broken = []
    for target, anchor in LINK.findall(page.read_text(encoding="utf-8")):
        to = page.parent / target if target else page
        if not to.exists() or (anchor and anchor not in anchors(to)):
            broken.append(f"{target}#{anchor}")
    assert broken == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_paths_exist(page: Path) -> None:
    """Those in backticks, from the root or from tests/. `<topic>` stands for any name; a new file is called `my_`."""
    named = [PLACEHOLDER.sub("*", path).rstrip("/") for path in PATH.findall(page.read_text(encoding="utf-8"))]
    missing = [path for path in named if "my_" not in path and not found(path)]
    assert missing == []


def test_the_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 200
