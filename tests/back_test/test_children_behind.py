"""From any printed figure to its children: the query of docs/analysts.md, for every figure of December 2020."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pytest

QUERY = Path(__file__).parents[2] / "orchestration" / "publish" / "children_behind.sql"
NAMES = ("la_code", "report_month", "page", "key", "breakdown", "period_kind", "period", "part")


@pytest.fixture(scope="module")
def published(december: Path) -> Path:
    return december / "published" / "children.duckdb"


def total(quantity: str, part: str, behind: list[tuple]) -> float:
    """What the rows behind a figure add up to."""
    numerator, weight = float(sum(row[4] for row in behind)), float(sum(row[5] for row in behind))
    if quantity == "value":
        return numerator / weight * (100 if part == "percent" else 1)
    return weight if quantity == "denominator" else numerator


def test_the_list_behind_every_figure_adds_up_to_it(published: Path) -> None:
    """Numbers add up from numerators, denominators from weights, percentages and averages from both."""
    query = QUERY.read_text(encoding="utf-8")
    with duckdb.connect(str(published), read_only=True) as con:
        figures = con.execute(
            f"select {', '.join(NAMES)}, quantity, value from reporting.report_figures where report_month = ? "
            "and origin = 'computed' and value_status = 'reported' and period in ('2020-12', '2020-08', '2020/21') "
            "and part <> 'rate'",  # a population is no list
            [date(2020, 12, 31)],
        ).fetchall()
        totals = []
        for *names, quantity, value in figures:
            behind = con.execute(query, dict(zip(NAMES, names, strict=True))).fetchall()
            totals.append((names[3:], value, total(quantity, names[-1], behind)))
    assert len(totals) > 350
    assert [(name, value, found) for name, value, found in totals if abs(found - value) > 0.0501] == []


def test_each_row_names_a_child_and_an_event(published: Path) -> None:
    named = ("E08000018", date(2020, 12, 31), "CHILD PROTECTION", "cpp_open", "", "month", "2020-12", "count")
    with duckdb.connect(str(published), read_only=True) as con:
        behind = con.execute(QUERY.read_text(encoding="utf-8"), dict(zip(NAMES, named, strict=True))).fetchall()
    assert len(behind) == 462
    assert len({child for child, *_ in behind}) == 462
    assert all(event for _, event, *_ in behind)
