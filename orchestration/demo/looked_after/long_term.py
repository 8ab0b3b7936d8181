"""Who is looked after long term: under 16, and in care without a gap for two and a half years.

Belongs here: ages and admissions of the children who stay in care through 2020, fitted to the planned number at each
month end. Does not belong here: where they live, and whether that is stable (placement_plan.py).
"""

import random
from datetime import date, timedelta

from orchestration.demo.base import plan_files
from orchestration.demo.base.months import add_months, add_years, days_of, last_day, shift
from orchestration.demo.base.shares_in_time import MONTHS
from orchestration.demo.looked_after.periods_of_care import BEGIN, Stay

MONTHS_IN_CARE, AGE = 30, 16
THROUGHOUT = date(2017, 6, 30)  # in care since this day: long term from before 2020 on
TOO_LATE = date(2018, 7, 1)  # in care only since then: not long term in 2020
YOUNG = date(2005, 1, 15)  # born since then: under 16 all through 2020
ALREADY_16 = date(2004, 1, 25)
YOUNGEST_IN_DELIVERIES = date(2003, 8, 15)  # under 18 in every delivery
CHURN = 1  # children who become, and cease to be, long term in a month beyond what the numbers ask for


def is_long_term(stay: Stay, end: date) -> bool:
    """True when the child of a period of care that covers the day is looked after long term on it."""
    in_care = stay.start <= end and (stay.end is None or stay.end > end)
    return in_care and add_years(stay.child.born, AGE) > end and add_months(stay.start, MONTHS_IN_CARE) <= end


def settle(rng: random.Random, stays: list[Stay]) -> None:
    """Fit the children who stay all year to the plan; ValueError when they are too few."""
    wanted = [row["long_term"] for row in plan_files.by_month("placements.csv").values()]
    staying = [s for s in stays if s.start < BEGIN and s.end is None and s.kind == "ordinary"]
    others = [s for s in stays if s not in staying]
    needed = [
        count - sum(is_long_term(s, last_day(m)) for s in others) for m, count in zip(MONTHS, wanted, strict=True)
    ]
    changes = [later - earlier for earlier, later in zip(needed, needed[1:], strict=False)]
    beginning = [max(change, 0) + CHURN for change in changes]
    ending = [begin - change for begin, change in zip(beginning, changes, strict=True)]
    always = needed[0] - sum(ending)
    if always < 0 or always + sum(ending) + sum(beginning) > len(staying):
        raise ValueError("too few children stay in care to be as many long term as planned")
    rng.shuffle(staying)
    left = iter(staying)
    for month, begin, end in zip(MONTHS[1:], beginning, ending, strict=True):
        for _ in range(begin):
            becomes_long_term(rng, next(left), month)
        for _ in range(end):
            turns_16(rng, next(left), month)
    for _ in range(always):
        stay = next(left)
        born = between(rng, YOUNG, THROUGHOUT - timedelta(days=30))
        stay.child.born = date(2012, 2, 29) if rng.random() < 0.01 else born
        stay.start = between(rng, stay.child.born + timedelta(days=2), THROUGHOUT)
    for stay in left:
        never(rng, stay)


def becomes_long_term(rng: random.Random, stay: Stay, month: str) -> None:
    """Came into care two and a half years before a day of the month."""
    stay.start = rng.choice(days_of(shift(month, -MONTHS_IN_CARE)))
    stay.child.born = between(rng, YOUNG, stay.start - timedelta(days=2))


def turns_16(rng: random.Random, stay: Stay, month: str) -> None:
    """Long term until the 16th birthday, which lies in the month."""
    stay.child.born = rng.choice(days_of(shift(month, -12 * AGE)))
    stay.start = between(rng, stay.child.born + timedelta(days=800), THROUGHOUT)


def never(rng: random.Random, stay: Stay) -> None:
    """In care for too short a time, or 16 already."""
    latest = BEGIN - timedelta(days=4)
    if rng.random() < 0.12:
        stay.child.born = between(rng, YOUNGEST_IN_DELIVERIES, ALREADY_16)
        stay.start = between(rng, stay.child.born + timedelta(days=800), latest)
    else:
        stay.start = max(between(rng, TOO_LATE, latest), between(rng, TOO_LATE, latest))
        stay.child.born = between(rng, YOUNGEST_IN_DELIVERIES, stay.start - timedelta(days=2))


def between(rng: random.Random, first: date, last: date) -> date:
    """A day from `first` to `last`."""
    return first + timedelta(days=rng.randint(0, (last - first).days))
