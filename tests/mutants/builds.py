"""Builds the databases that mutants are tried on, each from the marked models, as the tests of its layer build it.

Belongs here: deliveries in, dbt, a layer out. Does not belong: what is compared (layers.py).
"""

from __future__ import annotations

import inspect
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

from orchestration.build import database
from tests import project
from tests.conftest import run_demo
from tests.council import conftest, test_source_faults, test_work_due
from tests.faults import conftest as faults
from tests.mutants import layers
from tests.mutants.base import Base
from tests.reference import harness
from tests.reference.agreement import expected
from tests.reference.histories.history import draw_histories

HISTORIES, HISTORIES_SEED = 100, 2020  # as `make test` draws them
BUILD_DB = Path("build") / "council.duckdb"


def built_layers(marked: Path, place: Path, demo_data: Path) -> Iterator[layers.Layer]:
    """All layers, the fastest first."""
    project.ROOT = harness.ROOT = marked
    yield layers.UnitTests(_empty(marked, place / "empty"))
    yield layers.council(_of_fixture(conftest.councils, place / "council"))
    yield layers.source_faults(_of_fixture(test_source_faults.built, place / "source_faults"))
    yield layers.work_due(_of_fixture(test_work_due.at_month_end, place / "work_due"))
    yield _untidy_deliveries(place / "untidy_deliveries")
    yield from _histories(place / "histories")
    yield layers.demo(_demo(marked, place / "demo", demo_data))


def _empty(marked: Path, place: Path) -> Base:
    with database.connect(place / BUILD_DB) as con:
        database.prepare(con)
    project.dbt(marked, place / BUILD_DB, place, "build", "--empty", "--exclude-resource-type", "test")
    return Base(place / BUILD_DB, place / "target")


def _of_fixture(fixture: Callable[..., Iterator], place: Path) -> Base:
    """The build that a fixture of the hand-made council makes."""
    _made_by(fixture, place)
    return Base(place / BUILD_DB, place / "target")


def _made_by(fixture: Callable[..., Iterator], place: Path) -> object:
    """What a pytest fixture makes in a folder, after it has let go of it."""
    place.mkdir()
    making = inspect.unwrap(fixture)(SimpleNamespace(mktemp=lambda _: place))
    made = next(making)
    making.close()
    return made


def _untidy_deliveries(place: Path) -> layers.Layer:
    matrix = _made_by(faults.matrix, place)
    base = Base(matrix.settings.build_db, place / "target")
    matrix.con = base.con
    return layers.untidy_deliveries(base, matrix)


def _histories(place: Path) -> Iterator[layers.Layer]:
    histories = draw_histories(HISTORIES, HISTORIES_SEED)
    build = harness.prepared(place, histories)
    for last, as_known_on in harness.AS_KNOWN:
        harness.built_values(build, last, as_known_on)
        of_day = build.copied(place / as_known_on.isoformat())
        base = Base(of_day.path, of_day.project / "target")
        yield layers.Histories(base, expected(histories, last, as_known_on), as_known_on)


def _demo(marked: Path, place: Path, data: Path) -> Base:
    if not (data / BUILD_DB).exists():
        data.mkdir(parents=True, exist_ok=True)
        run_demo(data, "run")
    (place / BUILD_DB).parent.mkdir(parents=True)
    shutil.copy(data / BUILD_DB, place / BUILD_DB)
    project.dbt(marked, place / BUILD_DB, place, "build", "--exclude-resource-type", "unit_test")
    return Base(place / BUILD_DB, place / "target")
