"""One build for the hand-made council and all its mutations: each is a council of its own in one landing folder."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from orchestration import database
from orchestration.landing.land import land_all
from tests.council.council import LA_CODE, mutations, write_councils

ROOT = Path(__file__).resolve().parents[2]
MODELS = ("+indicator_values", "+refused_rows", "+care_episode_repairs")
RUN = database.Run(date(2021, 1, 6), date(2020, 2, 29), date(2020, 12, 31), "test")
# 50,000 children, from April 2020 60,000; the forms count as they do in the seed; four teams, T9 is none of them.
SEED_ROWS = """
insert into seeds.child_populations (la_code, valid_from, valid_to, population_aged_0_17, vintage, source)
values ($la, '2000-01-01', '2020-03-31', 50000, 'test', 'test'), ($la, '2020-04-01', null, 60000, 'test', 'test');
insert into seeds.contact_counting_rules (la_code, valid_from, valid_to, counted_by_form, by_source_needs)
values
    ($la, '2000-01-01', '2020-10-31', 'LEGACY', null),
    ($la, '2020-11-01', '2020-11-30', 'MASH_2020', 'harm'),
    ($la, '2020-12-01', null, 'MASH_2020', 'harm_and_not_sure');
insert into seeds.team_groups (la_code, team_id, team_name, team_group, is_key_safeguarding)
values
    ($la, 'T1', 'Duty', 'duty', true), ($la, 'T2', 'Locality', 'locality', true),
    ($la, 'T3', 'Looked after', 'looked_after', true), ($la, 'T4', 'Disability', 'disability', false);
"""


@pytest.fixture(scope="session")
def councils(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """The build database with the figures of the council and of every mutation, read-only."""
    place = tmp_path_factory.mktemp("council")
    build = place / "build" / "council.duckdb"
    write_councils(place / "landing")
    with database.connect(build) as con:
        database.prepare(con)
        summary = land_all(con, place / "landing", place / "build" / "tmp")
        assert not summary.refused, summary.refused
        database.set_run(con, RUN)
    dbt(place, "seed")
    with database.connect(build) as con:
        add_seed_rows(con)
    dbt(place, "build", "--exclude-resource-type", "seed", "test", "unit_test")
    with database.connect(build, read_only=True) as con:
        yield con


def add_seed_rows(con: duckdb.DuckDBPyConnection) -> None:
    """What a council states of itself in the seeds, for all but the mutation that goes without."""
    with_rows = [one.la_code for one in mutations() if one.action != "no_seed_rows"]
    for la_code in (LA_CODE, *with_rows):
        for statement in SEED_ROWS.split(";\n")[:-1]:
            con.execute(statement, {"la": la_code})


def dbt(place: Path, *arguments: str) -> None:
    """Run dbt on the build database of a place, for the models that the tests look at."""
    done = subprocess.run(
        [
            *(Path(sys.executable).with_name("dbt"), *arguments, "--quiet", "--select", *MODELS),
            *("--project-dir", ROOT, "--profiles-dir", ROOT),
            *("--target-path", place / "target", "--log-path", place / "logs"),
        ],
        cwd=ROOT,
        env={**os.environ, "CHILDREN_BUILD_DB": str(place / "build" / "council.duckdb"), "DO_NOT_TRACK": "1"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
