"""Adoptions as the service's own tracker has them: decision, placement order, match, placement, order.

Belongs here: tracker_adoptions and the days of an adoption. Does not belong here: the adopted children's periods of
care (periods_of_care.py).
"""

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from orchestration.demo.base import plan_files
from orchestration.demo.base.months import working_days_of
from orchestration.demo.base.people import People, Person
from orchestration.demo.base.records import Store

MATCH_ENTERED = date(
    2020, 9, 9
)  # between the August and the September extract: April's adoption until then has no match
FIRST_OF_YEAR = "2020-04"


@dataclass
class Adoption:
    """The days of one adoption. Carers who adopt fostered the child from the day it came into care."""

    entered_on: date
    decided_on: date
    placement_order_on: date
    matched_on: date
    placed_on: date
    ordered_on: date
    is_by_carer: bool
    is_match_entered_late: bool


class Leaver(Protocol):
    """A period of care that may have ended in adoption."""

    child: Person
    adoption: Adoption | None


def planned_adoptions(rng: random.Random) -> dict[str, list[Adoption]]:
    """Adoptions of the plan, by the month in which the care record ends."""
    found: dict[str, list[Adoption]] = defaultdict(list)
    for row in plan_files.rows("adoptions.csv"):
        to_placement, to_match = int(row["days_to_placement"]), int(row["days_to_match"])
        found[row["left_month"]].append(
            dated(rng, row["order_month"], row["within_12_months"] == "Y", to_placement, to_match)
        )
    return found


def dated(rng: random.Random, order_month: str, within: bool, to_placement: int, to_match: int) -> Adoption:
    """Days of an adoption with the planned spans, in the order in which they happen."""
    ordered = rng.choice(working_days_of(order_month)[:-2])
    by_carer = to_placement == 0
    wait = rng.randint(95, 330 - to_match) if within else max(rng.randint(95, 200), 430 - to_placement)
    placed = ordered - timedelta(days=wait if not by_carer else 60)
    entered = ordered - timedelta(days=400) if by_carer else placed - timedelta(days=to_placement)
    matched = placed - timedelta(days=rng.randint(10, 20))
    order = matched - timedelta(days=to_match)
    decided = order - timedelta(days=rng.randint(8, 15))
    if not within:
        decided = max(min(decided, ordered - timedelta(days=rng.randint(372, 400))), entered + timedelta(days=10))
    late = by_carer and order_month == FIRST_OF_YEAR
    return Adoption(entered, decided, order, matched, placed, ordered, by_carer, late)


def add_tracker(store: Store, rng: random.Random, people: People, leavers: Sequence[Leaver]) -> None:
    """A tracker row for each adoption: of the children who leave care from 2020 on, and of children adopted before."""
    adopted = [(stay.child, stay.adoption) for stay in leavers if stay.adoption]
    for month, adoptions in planned_adoptions(rng).items():
        if month < "2020-01":
            adopted += [(people.child(one.entered_on, 0.01, 3.5), one) for one in adoptions]
    for n, (child, one) in enumerate(sorted(adopted, key=lambda pair: pair[1].ordered_on), start=1):
        record = store.add(
            "tracker_adoptions",
            one.ordered_on + timedelta(days=rng.randint(0, 2)),
            tracker_id=f"AD{n:04d}",
            person_id=child.id,
            entered_care_date=one.entered_on,
            shobpa_date=one.decided_on,
            placement_order_date=one.placement_order_on,
            matched_date=None if one.is_match_entered_late else one.matched_on,
            placed_date=one.placed_on,
            foster_carer_placed_date=one.entered_on if one.is_by_carer else None,
            adoption_order_date=one.ordered_on,
        )
        if one.is_match_entered_late:
            record.change(MATCH_ENTERED, matched_date=one.matched_on)
