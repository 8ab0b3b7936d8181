"""What follows from each printed number is decided by somebody: of every indicator, in every category."""

from __future__ import annotations

import csv
import re
from collections import defaultdict

from orchestration.disclosure.relations import ALONE, related
from tests.project import ROOT


def seed(name: str) -> list[dict[str, str]]:
    with (ROOT / "seeds" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def printed() -> set[tuple[str, str]]:
    """Every indicator, by its file, with each category of its breakdown."""
    categories = defaultdict(list)
    for row in seed("breakdowns"):
        categories[row["breakdown_set"]].append(row["breakdown"])
    found = set()
    for path in (ROOT / "models" / "indicators").rglob("ind_*.sql"):
        of = re.search(r"'breakdown_set': '(\w+)'", path.read_text(encoding="utf-8"))
        found |= {(path.stem.removeprefix("ind_"), one) for one in categories[of[1] if of else "all"]}
    return found


def test_each_indicator_and_category_is_in_an_equation_or_said_to_be_alone() -> None:
    assert related() | ALONE == printed()
    assert not related() & ALONE


def test_layouts_name_indicators_and_categories_that_there_are() -> None:
    pages = {(row["indicator_id"], row["indicator_breakdown"]) for row in seed("report_layout")}
    rows = {(row["indicator_id"], row["breakdown"]) for row in seed("scorecard_layout")}
    assert (pages | rows) <= printed()
