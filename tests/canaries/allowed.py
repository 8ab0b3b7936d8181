"""Where each kind of canary may be found, and where one search found them.

Belongs here: the rules and the search of a whole folder. Does not belong: opening files (searching.py).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from orchestration.report.document import PUBLIC
from tests.canaries.personal import Ids, dates_in
from tests.canaries.planting import STEM, Planted
from tests.canaries.searching import RUN_TOGETHER, in_folder

CANARY = re.compile(STEM.lower().encode() + rb"([0-9]{4})?")
REPORT = re.compile(r"data/published/reports/[^!]*-(restricted|public)\.(?:html|pdf|xlsx)")
PUBLIC_REPORT = re.compile(rf"data/published/reports/[^!]*-{PUBLIC}\.(?:html|pdf|xlsx)")
BUILD, PUBLISHED = r"data/build/council\.duckdb", r"data/published/children\.duckdb"
BY_CHILD = (
    "(care_episode_repairs|contacts_by_source_by_child|cp_plan_durations_by_child|indicator_events"
    "|lac_episodes_by_child|published_event_changes|red_figure_exceptions|revision_children|s47_outcomes_by_child"
    "|source_faults|work_due)"
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
    "id": (BUILD, rf"{BUILD}!(raw|staging|episodes|by_month|indicators|ledger)\..*", *MARTS_BY_CHILD, LISTS),
    # Names of files and columns stand in what is said of a delivery, the source system beside it.
    "named": (r"(?!data/published/reports/).*",),
    # The bytes of a database hold pieces of words; its tables are read whole.
    "cut short": (r"data/[^!]*\.(duckdb|parquet|db(-wal)?)",),
}
BYTES_TO_HIDE = (BUILD, PUBLISHED)


@dataclass
class Seen:
    """Where the search found what: canaries by kind and place of planting, ids in reports, dates of birth where none
    may be.
    """

    canaries: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    ids: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    dates: dict[date, set[str]] = field(default_factory=lambda: defaultdict(set))
    reports: set[str] = field(default_factory=set)

    def elsewhere(self, kind: str, but: Collection[str] = ()) -> dict[str, list[str]]:
        """Canaries of a kind with the places where they may not be; those in `but` are not allowed either."""
        allowed = re.compile("|".join(one for one in ALLOWED[kind] if one not in but) or "(?!)")
        found = {
            where: sorted(place for place in places if not allowed.fullmatch(place))
            for (one, where), places in self.canaries.items()
            if one == kind
        }
        return {where: places for where, places in found.items() if places}


def look(folder: Path, planted: Planted, without_birth: re.Pattern = PUBLIC_REPORT) -> Seen:
    """One search for everything; the delivery itself is left out. Dates of birth are looked for in `without_birth`."""
    found, canaries, ids = Seen(), list(planted.numbers), Ids(planted.ids)
    for place, content in in_folder(folder, STEM, left_out="data/landing/"):
        for number in set(CANARY.findall(content.lower())):
            canary = canaries[int(number)] if number else None
            found.canaries[(canary.kind, canary.place) if canary else ("cut short", "")].add(place)
        report = REPORT.match(place)
        if report:
            found.reports.add(report[0])
        if RUN_TOGETHER in place:
            continue
        if report:
            for one in ids.found_in(content):
                found.ids[one].add(place)
        if without_birth.match(place):
            for day in dates_in(content) & planted.born:
                found.dates[day].add(place)
    return found
