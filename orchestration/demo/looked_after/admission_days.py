"""Settles admissions within their month, so that the children in care for 20 working days can give the printed shares.

Of the health and dental checks only percentages are published, and not every number of children has whole numbers of
both. Belongs here: the day of an admission in its month, and who of the month leaves again at once. Does not belong
here: how many come and go (periods_of_care.py).
"""

import random
from datetime import date, timedelta

from orchestration.demo.base.months import days_of, first_day, last_day, of, working_days_between
from orchestration.demo.base.shares_in_time import TARGETS, whole
from orchestration.demo.looked_after.periods_of_care import Stay

NEW = 20  # working days in care from which the checks are due
HOME_SOON = ("E4A", "E4B", "E13", "E8", "E3")


def settle(rng: random.Random, stays: list[Stay]) -> None:
    """Change as few admissions as it takes; ValueError when those that can be changed are too few."""
    for month, target in TARGETS.items():
        end = last_day(month)
        new = [s for s in stays if s.start <= end and (s.end is None or s.end > end) and is_new(s.start, end)]
        early = [day for day in days_of(month) if not is_new(day, end)]
        late = [day for day in days_of(month) if is_new(day, end) and day.day < 26]
        movable = [s for s in stays if of(s.start) == month and is_movable(s, stays)]
        rng.shuffle(movable)
        movable.sort(key=lambda s: sum(other.start == s.start for other in movable))
        forward = [s for s in movable if s in new and early and s.child.born < early[0]]
        back = [s for s in movable if s not in new]
        brief = [s for s in movable if s in new and not s.end and s.child.born < first_day(month) and s not in forward]
        others = [s for s in stays if s.end and of(s.end) == month and of(s.start) != month and is_ordinary(s)]
        fewer = len(forward) + min(len(brief), len(others))
        fits = [n for n in range(len(new) - fewer, len(new) + len(back) + 1) if has_whole_numbers(target, n)]
        if not fits:
            raise ValueError(f"no number of new children in care fits the checks of {month}")
        wanted = min(fits, key=lambda n: (abs(n - len(new)), n))
        less = max(0, len(new) - wanted)
        for stay in forward[:less]:
            stay.start = rng.choice(early)
        for stay, other in list(zip(brief, others, strict=False))[: max(0, less - len(forward))]:
            stay.start = min(stay.start, rng.choice(days_of(month)[:16]))
            stay.end, stay.reason = stay.start + timedelta(days=rng.randint(3, 24 - stay.start.day)), other.reason
            other.end, other.reason = None, None
        for stay in back[: max(0, wanted - len(new))]:
            stay.start = rng.choice(late)


def is_new(start: date, end: date) -> bool:
    """True for a child who has been in care for less than 20 working days."""
    return working_days_between(start, end) < NEW


def has_whole_numbers(target: dict[str, str], new: int) -> bool:
    """True when both printed shares are shares of the children who are not new."""
    total = int(target["looked_after"]) - new
    return None not in (whole(target["health_percent"], total), whole(target["dental_percent"], total))


def is_movable(stay: Stay, stays: list[Stay]) -> bool:
    """True for an admission that no plan's end, leaving in the month or second stay ties to its day."""
    if (
        (stay.end and of(stay.end) == of(stay.start))
        or stay.child.plans
        or (stay.start.month, stay.start.day) == (2, 29)
    ):
        return False
    return sum(other.child is stay.child for other in stays) == 1


def is_ordinary(stay: Stay) -> bool:
    """True for a leaving that another child can take over."""
    return stay.kind == "ordinary" and stay.reason in HOME_SOON
