"""No value of a record reaches a report, what landing drops or ignores is nowhere, and the rest only where it may be.

Everything that the runs wrote is searched: reports, databases, Parquet, Dagster's store, dbt's artefacts, logs, output.
"""

from __future__ import annotations

import pytest

from orchestration.report.content.council import EDITIONS
from orchestration.report.files import FORMATS
from tests.canaries.allowed import ALLOWED, REPORT, Seen, look
from tests.canaries.conftest import Aviary


@pytest.fixture(scope="module")
def seen(aviary: Aviary) -> Seen:
    return look(aviary.folder, aviary.planted)


def test_no_canary_reaches_a_report(seen: Seen) -> None:
    endings = {f"{edition}.{ending}" for edition in EDITIONS for ending in FORMATS}
    assert {one.rpartition("-")[2] for one in seen.reports} == endings
    assert {where: places for where, places in seen.canaries.items() if any(map(REPORT.match, places))} == {}


def test_no_id_of_the_delivery_reaches_a_report(aviary: Aviary, seen: Seen) -> None:
    assert len(aviary.planted.ids) > 100_000
    assert seen.ids == {}


def test_no_date_of_birth_reaches_the_public(aviary: Aviary, seen: Seen) -> None:
    assert len(aviary.planted.born) > 5_000
    assert seen.dates == {}


@pytest.mark.parametrize("kind", ALLOWED)
def test_a_canary_is_found_only_where_its_kind_may_be(seen: Seen, kind: str) -> None:
    assert seen.elsewhere(kind) == {}


def test_what_is_kept_was_landed(aviary: Aviary, seen: Seen) -> None:
    """A canary that never came in could leak nowhere."""
    kept = {(one.kind, one.place) for one in aviary.planted.numbers if one.kind in ("kept", "id")}
    landed = {where for where, places in seen.canaries.items() if any("!raw." in place for place in places)}
    assert kept <= landed
