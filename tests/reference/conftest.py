"""Random histories built once, for the tests that compare them and for those that spoil the models.

CHILDREN_HISTORIES sets how many (`make test-random` takes 2000), CHILDREN_SEED repeats a run; `random` takes any seed.
They are built in lots of at most LOT, which bounds the memory of a run.
CHILDREN_HISTORY names the file of one history that a failure wrote, to look at it alone.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from tests.reference.agreement import expected
from tests.reference.harness import AS_KNOWN, Build, Found, built_values, prepared
from tests.reference.histories.history import History, any_seed, draw_histories, from_text

HISTORIES = int(os.environ.get("CHILDREN_HISTORIES", "100"))
LOT = 250
SEED = os.environ.get("CHILDREN_SEED", "2020")


@dataclass(frozen=True)
class Built:
    """Histories, the database as known on the last day, and what models and reference say as known on each."""

    histories: Sequence[History]
    chosen_seed: int
    build: Build
    values: dict[date, Found]
    reference: dict[date, Found]


@pytest.fixture(scope="session", params=range(0, HISTORIES, LOT), ids="from {}".format)
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The histories of a lot as councils of one build, run once for each day."""
    chosen_seed = any_seed() if SEED == "random" else int(SEED) + request.param
    file = os.environ.get("CHILDREN_HISTORY")
    drawn = min(LOT, HISTORIES - request.param)
    histories = [from_text(Path(file).read_text())] if file else draw_histories(drawn, chosen_seed)
    build = prepared(tmp_path_factory.mktemp("histories"), histories)
    values = {as_known_on: built_values(build, last, as_known_on) for last, as_known_on in AS_KNOWN}
    reference = {as_known_on: expected(histories, last, as_known_on) for last, as_known_on in AS_KNOWN}
    return Built(histories, chosen_seed, build, values, reference)
