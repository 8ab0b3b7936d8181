"""Two seeds of the demo: other children, the same report."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

pytestmark = pytest.mark.nightly

REPORT = {
    "report_figures": "page, key, breakdown, period_kind, period, part, printed, value_status, as_known_on, origin",
    "report_scorecard": "*",
}


def ask(data: Path, query: str) -> list[tuple]:
    with duckdb.connect(str(data / "published" / "children.duckdb"), read_only=True) as con:
        return con.execute(query).fetchall()


def test_another_seed_gives_the_same_report(december: Path, other_december: Path) -> None:
    """Every printed figure, and every row of the scorecard with its direction and rating."""
    for table, columns in REPORT.items():
        query = f"select {columns} from reporting.{table} where report_month = date '2020-12-31' order by all"
        one, other = ask(december, query), ask(other_december, query)
        assert len(one) > 90
        assert one == other


def test_another_seed_gives_other_children(december: Path, other_december: Path) -> None:
    """The children behind the report came into care on other days; ids alone are alike by chance."""
    query = "select distinct subject_id, event_on from reporting.indicator_events where indicator_id = 'looked_after'"
    one, other = set(ask(december, query)), set(ask(other_december, query))
    assert len(one) > 600
    assert len(one & other) < 0.02 * len(one)
