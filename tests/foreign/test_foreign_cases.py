"""Small deliveries as case systems and spreadsheets really write them, run through the command line to the published
file: each is a council of its own, whose figures were worked out by hand.

Belongs here: the run and the comparison. Does not belong: a delivery or a figure, which stand in cases.json.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from orchestration.common.months import month_end
from orchestration.landing.contract import tables
from tests.installation import Installation
from tests.landing.small_deliveries import write_tables

pytestmark = pytest.mark.slow

CASES = json.loads(Path(__file__).with_name("cases.json").read_text(encoding="utf-8"))
LA_CODES = {one["case"]: f"E098{number:05d}" for number, one in enumerate(CASES, start=1)}


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """The published file after one run of all cases, January to December 2020; every table that a case does not give
    is delivered empty."""
    made = Installation(tmp_path_factory.mktemp("foreign") / "data")
    made.environ["CHILDREN_LA"] = LA_CODES["a"]  # one report is enough here
    for one in CASES:
        rows = {name: one["tables"].get(name, []) for name in tables()}
        write_tables(made.settings.landing, rows, la_code=LA_CODES[one["case"]])
    done = made.run("range", "2020-01", "2020-12")
    assert done.returncode == 0, done.stdout + done.stderr
    with duckdb.connect(str(made.settings.published_db), read_only=True) as con:
        yield con


@pytest.mark.parametrize("one", CASES, ids=[one["case"] for one in CASES])
def test_the_published_figures_are_right(published: duckdb.DuckDBPyConnection, one: dict) -> None:
    la_code = LA_CODES[one["case"]]
    if one.get("may_be_held_back") and is_held_back_and_named(published, la_code):
        return
    wrong = []
    for expected in one["expected"]:
        if "query" in expected:
            found = published.execute(expected["query"], [la_code]).fetchone()[0]
            if found != expected["answer"]:
                wrong.append((expected, found))
            continue
        found = figure(published, la_code, expected["indicator_id"], expected["month"])
        if any(found.get(part) != expected[part] for part in ("numerator", "denominator") if part in expected):
            wrong.append((expected, found))
    assert not wrong, f"{one['what']}: {wrong}"


def figure(con: duckdb.DuckDBPyConnection, la_code: str, indicator_id: str, month: str) -> dict[str, float | str]:
    """What was published of an indicator's month, all categories together."""
    row = con.execute(
        "select sum(numerator), max(denominator), max(value_status) from reporting.published_values "
        "where la_code = ? and indicator_id = ? and period_kind = 'month' and period_end_on = ?",
        [la_code, indicator_id, month_end(month)],
    ).fetchone()
    return dict(zip(("numerator", "denominator", "status"), row, strict=True))


def is_held_back_and_named(con: duckdb.DuckDBPyConnection, la_code: str) -> bool:
    """Nothing of the council was published, and a check says why."""
    count = "select count(*) from reporting.{} where la_code = ?"
    values = con.execute(count.format("published_values"), [la_code]).fetchone()[0]
    failed = con.execute(
        count.format("intake_checks") + " and result in ('failed', 'held back')", [la_code]
    ).fetchone()[0]
    return values == 0 and failed > 0
