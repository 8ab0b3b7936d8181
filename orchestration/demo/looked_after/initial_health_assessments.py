"""Who of the children new in care has the initial health assessment when: as many, and as many in time, as published.

Belongs here: the day of each initial assessment. Does not belong here: later ones (health.py).
"""

import random
from datetime import date, timedelta

from orchestration.demo.base.months import add_working_days, working_days_between, working_days_of
from orchestration.demo.base.shares_in_time import MONTHS, TARGETS
from orchestration.demo.looked_after.in_care import InCare, Period

IN_TIME = 20  # working days
OPEN_FROM = date(2019, 12, 1)  # who came from here on may still wait for the assessment in January 2020
LATE_FROM = date(2019, 10, 1)
WAITING = 9  # children of the last months of 2019 who wait longer than they should


def days(in_care: InCare, rng: random.Random) -> dict[str, date | None]:
    """Day of the initial assessment by period of care, None for those who never have one; ValueError if too few can."""
    found: dict[str, date | None] = {}
    periods = sorted(filter(in_care.is_kept_up, in_care.periods.values()), key=lambda p: (p.start, p.id))
    slow = [p for p in periods if LATE_FROM <= p.start < OPEN_FROM and (not p.until or p.until > date(2020, 3, 1))]
    slow = rng.sample(slow, min(WAITING, len(slow)))
    waiting = []
    for period in periods:
        if period.start >= OPEN_FROM or period in slow:
            waiting.append(period)
        else:
            day = add_working_days(period.start, rng.randint(6, IN_TIME))
            found[period.id] = day if period.until is None or day < period.until else None
    for month in MONTHS:
        wanted = int(TARGETS[month]["initial_in_time"])
        late = int(TARGETS[month]["initial_assessments"]) - wanted
        timely = [(p, chosen) for p in waiting if (chosen := choices(p, month, late=False))]
        timely.sort(key=lambda item: (add_working_days(item[0].start, IN_TIME), item[0].id))
        overdue = [(p, chosen) for p in waiting if (chosen := choices(p, month, late=True))]
        overdue = [item for item in overdue if item[0] not in [p for p, _ in timely[:wanted]]]
        overdue.sort(key=lambda item: (item[0].start, item[0].id), reverse=True)
        if len(timely) < wanted or len(overdue) < late:
            raise ValueError(f"{len(timely)} and {len(overdue)} children can have the initial assessment in {month}")
        for period, chosen in timely[:wanted] + overdue[:late]:
            found[period.id] = rng.choice(chosen)
            waiting.remove(period)
    return found | {period.id: None for period in waiting}


def choices(period: Period, month: str, late: bool) -> list[date]:
    """Working days of the month on which the child's assessment would be in time, or late."""
    return [
        day
        for day in working_days_of(month)
        if day >= period.start + timedelta(days=5)
        and (period.until is None or day < period.until)
        and (working_days_between(period.start, day) > IN_TIME) == late
    ]
