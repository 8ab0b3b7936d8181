"""The peers give, to the digit, what the product's own SQL gives: on the hand-made council and all its mutations, whose
records meet the rules at their edges. An engine that is not installed is skipped; see requirements/benchmark.in.
"""

from __future__ import annotations

from datetime import date
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

from orchestration.build import database
from orchestration.landing.deliveries import land_all
from tests.benchmark.peers.duckdb import pages as duckdb_pages
from tests.benchmark.peers.exchange import Answers, differences, export
from tests.council.conftest import write_project
from tests.council.council import write_councils
from tests.project import dbt_build

FIRST, LAST = date(2020, 2, 29), date(2020, 12, 31)


def installed(engine: str) -> object:
    """The engine as a parameter, skipped where it cannot read Parquet."""
    missing = [name for name in (engine, "pyarrow") if find_spec(name) is None]
    return pytest.param(engine, marks=pytest.mark.skipif(bool(missing), reason=f"not installed: {missing}"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Raw tables and seeds of the councils, as Parquet."""
    place = tmp_path_factory.mktemp("peers")
    build = place / "build" / "council.duckdb"
    write_councils(place / "landing")
    with database.connect(build) as con:
        database.prepare(con)
        land_all(con, place / "landing", place / "build" / "tmp")
    dbt_build(write_project(place / "project"), build, ("resource_type:seed",))
    export(build, place / "exported")
    return place / "exported"


@pytest.fixture(scope="module")
def expected(folder: Path) -> Answers:
    """What the product's own SQL gives."""
    return duckdb_pages.pages(folder, FIRST, LAST)


@pytest.mark.parametrize("engine", [installed("pandas"), installed("polars")])
def test_engine_gives_the_same_answers(folder, expected, engine):
    found = import_module(f"tests.benchmark.peers.{engine}.pages").pages(folder, FIRST, LAST)
    assert differences(expected, found) == []


def test_differences_are_found():
    answer = ("E09000000", "looked_after", "all", "month", LAST, 4.0, None)
    assert differences([answer], [answer]) == []
    assert differences([answer], [(*answer[:-1], 100.0)]) == [("first", *answer), ("second", *answer[:-1], 100.0)]
    assert differences([answer], [answer, answer]) == [("second", *answer)]
