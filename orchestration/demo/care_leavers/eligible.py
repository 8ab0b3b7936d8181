"""Looked-after children of 16 and 17 with the status of an eligible child: who carries it at each month end.

Belongs here: choosing them, so that the printed percentages of pathway plans are whole numbers of persons. Does not
belong here: the records (statuses.py).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from orchestration.demo.base import plan_files
from orchestration.demo.base.months import add_years, last_day
from orchestration.demo.looked_after.periods_of_care import Stay

THIRTEEN_WEEKS = timedelta(days=91)
FAR = date(2999, 1, 1)


@dataclass(frozen=True)
class Target:
    """Persons at a month end: children with the status, all who should have a plan, who has none, whose is current."""

    eligible: int
    without_plan: int
    up_to_date: int


@dataclass
class Way:
    """A choice for the months so far: who carries the status at each month end, and what speaks against it."""

    cost: int = 0
    held: list[tuple[Stay, ...]] = field(default_factory=list)
    closed: frozenset[int] = frozenset()  # ids of stays whose status was ended early
    targets: list[Target] = field(default_factory=list)


def whole(total: int, per_mille: int) -> int | None:
    """The number of `total` that prints as the percentage, rounded half up; None when there is none."""
    nearest = round(total * per_mille / 1000)
    fits = [k for k in (nearest - 1, nearest, nearest + 1) if (2000 * k + total) // (2 * total) == per_mille]
    return fits[0] if fits else None


def targets(row: dict[str, int], most: int) -> list[Target]:
    """Every number of eligible children up to `most` with which both percentages of a month are whole numbers."""
    found = []
    for eligible in range(most + 1):
        total = row["care_leavers"] + eligible
        with_plan, up_to_date = whole(total, row["with_plan_per_mille"]), whole(total, row["up_to_date_per_mille"])
        if with_plan is not None and up_to_date is not None:
            found.append(Target(eligible, total - with_plan, up_to_date))
    return found


def may_be_from(stay: Stay) -> date:
    """First day on which the child is 16 and has been in care for thirteen weeks."""
    return max(add_years(stay.child.born, 16), stay.start + THIRTEEN_WEEKS)


def choose(stays: Iterable[Stay]) -> tuple[list[str], Way]:
    """Months and the best way through them. ValueError when the children in care do not suffice."""
    stays = sorted(stays, key=lambda s: (s.end or FAR, may_be_from(s), s.child.id))  # who leaves first comes first
    plan = plan_files.by_month("care_leavers.csv")
    ways = [Way()]
    for month, row in plan.items():
        end = last_day(month)
        there = [s for s in stays if may_be_from(s) <= end and (s.end is None or s.end > end)]
        best: dict[int, Way] = {}
        for way in ways:
            for target in targets(row, len(there)):
                longer = extended(way, there, target)
                if longer and (target.eligible not in best or longer.cost < best[target.eligible].cost):
                    best[target.eligible] = longer
        ways = list(best.values())
        if not ways:
            raise ValueError(f"{month}: no number of eligible children fits both percentages of pathway plans")
    return list(plan), min(ways, key=lambda way: way.cost)


def extended(way: Way, there: list[Stay], target: Target) -> Way | None:
    """The way with one month more. A status ended early and a plan that nobody new can be without speak against it."""
    still = [s for s in there if way.held and s in way.held[-1]]
    ready = [s for s in there if s not in still and id(s) not in way.closed]
    wanted = target.eligible - len(still)
    if wanted > len(ready):
        return None
    ended = still[target.eligible :]
    held = tuple(still[: target.eligible] + ready[: max(wanted, 0)])
    missing = target.without_plan - way.targets[-1].without_plan - max(wanted, 0) if way.targets else 0
    return Way(
        way.cost + 4 * len(ended) + max(0, missing),
        [*way.held, held],
        way.closed | {id(s) for s in ended},
        [*way.targets, target],
    )
