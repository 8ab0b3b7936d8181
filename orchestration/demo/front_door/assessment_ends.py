"""On which day each assessment is authorised, so that the planned months come out: in time, late, and open past day 45.

Belongs here: the choice of days, given starts and the plan. Does not belong here: children, referrals and records.
An assessment with day 0 on `clock` is due on day 45; `overdue` is the first working day after that.
None ends after its case.
"""

import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from orchestration.demo.base.months import (
    add_working_days,
    first_day,
    last_day,
    of,
    shift,
    working_days_between,
    working_days_of,
)

Row = dict[str, int]
NEVER, LONG = date(9999, 12, 31), timedelta(days=75)
FIRST, LAST = "2020-01", "2021-01"  # months whose ends are planned


@dataclass(eq=False)
class Work:
    """One assessment to be done: when its clock and it itself start, and when it ends (None: open for good)."""

    clock: date
    start: date
    quickest: int  # working days that it takes at least, where the case leaves the choice
    closes: date = NEVER  # the case it belongs to
    end: date | None = None
    overdue: date = field(init=False)
    earliest: date = field(init=False)
    latest: date = field(init=False)  # last day in time

    def __post_init__(self) -> None:
        """Work out the days that follow from the start."""
        due = add_working_days(self.clock, 45)
        self.overdue = add_working_days(due, 1)
        self.latest = max(self.start, min(due, self.closes))
        self.earliest = min(add_working_days(self.start, self.quickest), self.latest)

    def may_be_late(self) -> bool:
        """True when the case stays open for long enough, and day 45 and 46 lie in one month."""
        return of(self.latest) == of(self.overdue) and self.closes >= self.overdue + LONG


def choose_ends(rng: random.Random, works: list[Work], plan: dict[str, Row], open_in_time: int) -> None:
    """Give every work its end. `open_in_time`: how many not yet due stand open when the planned months begin.

    Raises ValueError when the plan cannot be met with these starts.
    """
    late = choose_late(rng, works, plan)
    chosen = {work for month in late.values() for work in month}
    in_time = [work for work in works if work not in chosen]
    carried = choose_carried(rng, in_time, open_in_time)
    for work in in_time:
        if work.start < first_day(FIRST) and work not in carried:
            end_before_plan(rng, work)
    finish_late(rng, late, plan)
    finish_in_time(rng, [w for w in in_time if w.end is None], plan)


def choose_late(rng: random.Random, works: list[Work], plan: dict[str, Row]) -> dict[str, list[Work]]:
    """Which works become overdue in which month; those of December 2019 are all that stood overdue at its end."""
    by_month: dict[str, list[Work]] = defaultdict(list)
    for work in works:
        if work.may_be_late():
            by_month[of(work.overdue)].append(work)
    before = shift(FIRST, -1)
    wanted = {before: plan[before]["open_late"]}
    for month in planned_months(plan):
        row = plan[month]
        earlier = plan[shift(month, -1)]["open_late"]
        wanted[month] = row["open_late"] - earlier + row["completed"] - row["within_45wd"]
    for month, count in wanted.items():
        if not 0 <= count <= len(by_month[month]):
            raise ValueError(f"{month}: {count} of {len(by_month[month])} assessments should become overdue")
    return {month: rng.sample(by_month[month], count) for month, count in wanted.items()}


def planned_months(plan: dict[str, Row]) -> list[str]:
    """Months of the plan whose ends are planned, in order."""
    return sorted(month for month in plan if FIRST <= month <= LAST)


def choose_carried(rng: random.Random, works: list[Work], count: int) -> set[Work]:
    """Works not yet due that stand open when the planned months begin: mostly the youngest."""
    begin = first_day(FIRST)
    able = [work for work in works if work.start < begin <= work.latest]
    if count > len(able):
        raise ValueError(f"{count} of {len(able)} assessments should be open when 2020 begins")
    able.sort(key=lambda work: work.start.toordinal() + rng.uniform(0, 30))
    return set(able[len(able) - count :])


def end_before_plan(rng: random.Random, work: Work) -> None:
    """An end before the planned months: in time for most."""
    last = last_day(shift(FIRST, -1))
    days = int(rng.triangular(5, 45, 36)) if rng.random() < 0.92 else rng.randint(46, 70)
    end = min(max(work.earliest, add_working_days(work.clock, days)), work.closes)
    if end > last:
        end = add_working_days(work.start, rng.randint(1, max(1, working_days_between(work.start, last))))
    work.end = max(work.start, min(end, last, work.closes))


def finish_late(rng: random.Random, late: dict[str, list[Work]], plan: dict[str, Row]) -> None:
    """End as many overdue works in each month as planned, those overdue for longest first as a rule."""
    waiting = list(late[shift(FIRST, -1)])
    for month in planned_months(plan):
        waiting += late[month]
        waiting.sort(key=lambda work: work.overdue.toordinal() + rng.uniform(0, 20))
        count = plan[month]["completed"] - plan[month]["within_45wd"]
        for work in waiting[:count]:
            work.end = rng.choice([day for day in working_days_of(month) if work.overdue <= day <= work.closes])
        del waiting[:count]


def finish_in_time(rng: random.Random, works: list[Work], plan: dict[str, Row]) -> None:
    """End as many works in time in each month as planned; nobody may be left over when due."""
    months = planned_months(plan)
    pool = list(works)
    for n, month in enumerate(months):
        chosen = chosen_for(rng, pool, month, [(m, plan[m]["within_45wd"]) for m in months[n:]])
        for work in chosen:
            work.end = rng.choice(days_in_time(work, month))
        pool = [work for work in pool if work.end is None]


def chosen_for(rng: random.Random, pool: list[Work], month: str, quota: list[tuple[str, int]]) -> list[Work]:
    """The works that end in a month: as many of each due month as later months could not take, then the oldest."""
    days = working_days_of(month)
    able = [w for w in pool if days_in_time(w, month)]
    chosen: list[Work] = []
    count, room = quota[0][1], 0
    for due_month, ends in quota:
        end = last_day(due_month)
        room += ends if due_month != month else 0
        needed = sum(w.latest <= end for w in pool) - room - sum(w.latest <= end for w in chosen)
        if needed > 0:
            taken = set(chosen)
            left = [w for w in able if w.latest <= end and w not in taken]
            if needed > len(left) or len(chosen) + needed > count:
                raise ValueError(f"{month}: more assessments fall due by {due_month} than can be completed")
            chosen += rng.sample(left, needed)
    taken = set(chosen)
    left = [w for w in able if w not in taken]
    if count - len(chosen) > len(left):
        raise ValueError(f"{month}: fewer assessments open than should be completed")
    left.sort(key=lambda w: working_days_between(w.clock, days[-1]) + rng.uniform(0, 25), reverse=True)
    return chosen + left[: count - len(chosen)]


def days_in_time(work: Work, month: str) -> list[date]:
    """Days of the month on which the work may end in time."""
    if work.earliest > last_day(month) or work.latest < first_day(month):
        return []
    days = [day for day in working_days_of(month) if work.earliest <= day <= work.latest]
    # a case closed, or an assessment begun, on a weekend
    return days or [work.latest if work.latest <= last_day(month) else work.earliest]
