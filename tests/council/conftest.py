"""One build for the hand-made council and all its mutations: each is a council of its own in one landing folder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import duckdb
import pytest

from orchestration.build import database
from orchestration.landing.deliveries import land_all
from tests.council.council import HERE, LA_CODE, mutations, write_councils
from tests.project import add_seed_rows, dbt_build, linked_project

MODELS = ("+indicator_values", "+refused_rows", "+care_episode_repairs")
RUN = database.Run(date(2021, 1, 6), date(2020, 2, 29), date(2020, 12, 31), "test")


@pytest.fixture(scope="session")
def councils(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """The build database with the figures of the council and of every mutation, read-only."""
    place = tmp_path_factory.mktemp("council")
    write_councils(place / "landing")
    with build_councils(place, RUN, MODELS) as con:
        yield con


@contextmanager
def build_councils(
    place: Path, run: database.Run, models: Sequence[str], tests: bool = False
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Land what lies in `place`/landing and build the models, with their tests where asked; the build database,
    read-only.
    """
    build = place / "build" / "council.duckdb"
    project = write_project(place / "project")
    with database.connect(build) as con:
        database.prepare(con)
        summary = land_all(con, place / "landing", place / "build" / "tmp")
        assert not summary.refused, summary.refused
        database.set_run(con, run)
    dbt_build(project, build, models, tests)
    with database.connect(build, read_only=True) as con:
        yield con


def write_project(project: Path) -> Path:
    """The dbt project with longer seeds: they hold what each council states of itself, but for the mutation that goes
    without. That one too says since when it counts: its old forms record no need.
    """
    linked_project(project)
    for path in (HERE / "seeds").glob("*.csv"):
        without = "no_seed_rows" if path.stem != "collection_starts" else None
        with_rows = [LA_CODE, *(one.la_code for one in mutations() if one.action != without)]
        header, *rows = path.read_text(encoding="utf-8").splitlines()
        add_seed_rows(project, path.name, header, [row.format(la_code=la) for la in with_rows for row in rows])
    return project
