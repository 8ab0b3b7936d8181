"""No value of a record reaches a report, what landing drops or ignores is nowhere, and the rest only where it may be.

Everything that the runs wrote is searched: reports, databases, Parquet, Dagster's store, dbt's artefacts, logs, output.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

import pytest

from orchestration.report.document import PUBLIC
from orchestration.report.files import FORMATS
from orchestration.report.read import EDITIONS
from tests.canaries.conftest import Aviary
from tests.canaries.personal import Ids, dates_in
from tests.canaries.planting import STEM
from tests.canaries.searching import RUN_TOGETHER, in_folder

CANARY = re.compile(STEM.lower().encode() + rb"([0-9]{4})?")
REPORT = re.compile(r"data/published/reports/[^!]*-(restricted|public)\.(?:html|pdf|xlsx)")
BUILD, PUBLISHED = r"data/build/council\.duckdb", r"data/published/children\.duckdb"
BY_CHILD = (
    "(contacts_by_source_by_child|cp_plan_durations_by_child|indicator_events|lac_episodes_by_child"
    "|published_event_changes|red_figure_exceptions|revision_children|s47_outcomes_by_child|source_faults|work_due)"
)
MARTS_BY_CHILD = (rf"{BUILD}!reporting\.{BY_CHILD}", PUBLISHED, rf"{PUBLISHED}!reporting\.{BY_CHILD}")
ANALYSTS = (
    r"data/analysts/children\.duckdb",
    rf"data/analysts/children\.duckdb!reporting\.{BY_CHILD}",
    rf"data/analysts/parquet/{BY_CHILD}\.parquet(!rows)?",
)
LISTS = r"data/published/reports/[^!]*-lists\.xlsx(!.*)?"
ALLOWED = {
    "dropped": (),
    "extra": (),
    "refused": (BUILD, rf"{BUILD}!(raw|staging)\..*"),
    "kept": (BUILD, rf"{BUILD}!(raw|staging|episodes)\..*", *MARTS_BY_CHILD, *ANALYSTS),
    "id": (BUILD, rf"{BUILD}!(raw|staging|episodes|by_period|indicators)\..*", *MARTS_BY_CHILD, LISTS),
    # Names of files and columns stand in what is said of a delivery, the source system beside it.
    "named": (r"(?!data/published/reports/).*",),
    # The bytes of a database hold pieces of words; its tables are read whole.
    "cut short": (r"data/[^!]*\.(duckdb|parquet|db(-wal)?)",),
}


@dataclass
class Seen:
    """Where the search found what: canaries by kind and place of planting, ids in reports, dates in public ones."""

    canaries: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    ids: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    dates: dict[date, set[str]] = field(default_factory=lambda: defaultdict(set))
    reports: set[str] = field(default_factory=set)


@pytest.fixture(scope="module")
def seen(aviary: Aviary) -> Seen:
    """One search for everything; the delivery itself is left out."""
    found, canaries, ids = Seen(), list(aviary.planted.numbers), Ids(aviary.planted.ids)
    for place, content in in_folder(aviary.folder, STEM, left_out="data/landing/"):
        for number in set(CANARY.findall(content.lower())):
            canary = canaries[int(number)] if number else None
            found.canaries[(canary.kind, canary.place) if canary else ("cut short", "")].add(place)
        report = REPORT.match(place)
        if report:
            found.reports.add(report[0])
        if report and RUN_TOGETHER not in place:
            for one in ids.found_in(content):
                found.ids[one].add(place)
            for day in dates_in(content) & aviary.planted.born if report[1] == PUBLIC else ():
                found.dates[day].add(place)
    return found


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
    allowed = re.compile("|".join(ALLOWED[kind]) or "(?!)")
    elsewhere = {
        where: sorted(place for place in places if not allowed.fullmatch(place))
        for (found, where), places in seen.canaries.items()
        if found == kind
    }
    assert {where: places for where, places in elsewhere.items() if places} == {}


def test_what_is_kept_was_landed(aviary: Aviary, seen: Seen) -> None:
    """A canary that never came in could leak nowhere."""
    kept = {(one.kind, one.place) for one in aviary.planted.numbers if one.kind in ("kept", "id")}
    landed = {where for where, places in seen.canaries.items() if any("!raw." in place for place in places)}
    assert kept <= landed
