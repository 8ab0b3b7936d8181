"""Dates that can be read but make no sense stop nobody's build: each date missing, long before all others, after the
extract and far after it, and each pair the wrong way round, as councils of one build with all its tests.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

import pytest

from orchestration.build import database
from orchestration.landing.contract import tables
from tests.council.conftest import build_councils
from tests.council.council import LA_CODE, MONTH, delivery
from tests.landing.small_deliveries import Rows, write_tables

RUN = database.Run(date(2021, 1, 6), date(2020, 11, 30), date(2020, 12, 31), "test")
DAYS = {"none": "", "long before": "1995-03-01", "after the extract": "2021-09-30", "far after": "2099-12-31"}
A_MONTH = timedelta(days=31)


def cases() -> Iterator[tuple[str, Rows]]:
    """A table of the hand-made council with the same thing wrong in all its records."""
    for table, rows in delivery().items():
        dates = [field.name for field in tables()[table].fields if field.type == "date" and field.name in rows[0]]
        for name in dates:
            yield from ((table, [{**row, name: day} for row in rows]) for day in DAYS.values())
        for first, last in pairwise(dates):
            yield table, [before(row, first, last) for row in rows]
            yield table, [before(row, last, first) for row in rows]


def before(row: dict[str, str], first: str, last: str) -> dict[str, str]:
    """The record with its last date a month before its first, whether or not it had a last one."""
    return {**row, last: (date.fromisoformat(row[first]) - A_MONTH).isoformat()} if is_day(row[first]) else row


def is_day(text: str) -> bool:
    """Whether the text is a day; the council has a 30 February."""
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """All models and their tests on one council for each case."""
    place = tmp_path_factory.mktemp("bad_dates")
    for number, (table, rows) in enumerate(cases(), 1):
        write_tables(place / "landing", {**delivery(), table: rows}, la_code=f"E07{number:06d}", month=MONTH)
    write_tables(place / "landing", delivery(), la_code=LA_CODE, month=MONTH)
    with build_councils(place, RUN, ("path:seeds", "path:models"), tests=True) as con:
        yield con


def test_every_council_has_its_figures(built):
    """The build has ended, and no council lacks a figure that the others have."""
    figures = dict(
        built.execute("select la_code, count(*) from reporting.indicator_values group by la_code").fetchall()
    )
    assert figures.keys() == {LA_CODE, *(f"E07{number:06d}" for number, _ in enumerate(cases(), 1))}
    assert set(figures.values()) == {figures[LA_CODE]}


def test_no_length_of_time_is_negative(built):
    """Lengths in days, of single records and in the middle; days left of a duty may be."""
    lengths = built.execute(
        "select table_name, column_name from duckdb_columns() where schema_name = 'reporting' "
        "and column_name like '%days%' and column_name <> 'working_days_left' "
        "and data_type not in ('BOOLEAN', 'VARCHAR')"
    ).fetchall()
    assert ("cp_plan_durations_by_month", "median_days_on_plan") in lengths
    for table, column in lengths:
        assert built.execute(f"select count(*) from reporting.{table} where {column} < 0").fetchone() == (0,), column
