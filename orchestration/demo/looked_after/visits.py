"""Visits to looked-after children, so that at each month end the published number of placements is visited in time.

Belongs here: ssd_cla_visits. Does not belong here: the placements visited (episodes.py, temporary_placements.py).
"""

import random
from collections.abc import Hashable
from datetime import date, timedelta

from orchestration.demo.base.months import add_months, last_day, working_day_before, working_days_of
from orchestration.demo.base.records import Recording, Store
from orchestration.demo.base.shares_in_time import MONTHS, TARGETS, Run, Upkeep
from orchestration.demo.looked_after.in_care import InCare, Period, Placement

RECORDED_FROM = date(2019, 7, 1)
LAST = date(2021, 1, 30)
ENDS = [last_day(month) for month in MONTHS]
FIRST_YEAR, LATER = (22, 34), (28, 56)  # days between visits


class Visits:
    """Chooses which placements are visited late, and the days of all visits."""

    def __init__(self, store: Store, in_care: InCare, rng: random.Random) -> None:
        self.store, self.in_care, self.rng = store, in_care, rng
        self.recording = Recording(rng, 0.01)
        self.placements = {p.id: (period, p) for period in in_care.periods.values() for p in period.placements}
        self.first = {number: self.week_one(p.start) for number, (_, p) in self.placements.items()}
        self.entered: dict[str, int] = {}  # month end at which a placement is first counted
        self.again: dict[tuple[str, int], date] = {}  # first visit after a gap, by the month end it counts at
        self.upkeep = Upkeep(rng, self.may_lapse, self.may_return, self.starts_well)
        self.serial = rng.randint(200000, 400000)

    def add(self) -> None:
        """All visits of all placements."""
        for n, row in enumerate(self.in_care.rows):
            forced: dict[Hashable, bool] = {}
            units = [(p, period) for period in row for p in period.placements if is_open(p, ENDS[n])]
            for placement, period in units:
                self.entered.setdefault(placement.id, n)
                if period.child.id in self.in_care.passing:
                    forced[placement.id] = False
                elif (ENDS[n] - placement.start).days <= 7:
                    forced[placement.id] = True
            target = int(TARGETS[MONTHS[n]]["visited_in_time"])
            self.upkeep.month(n, [p.id for p, _ in units], forced, target, churn=6)
        for number, (period, placement) in self.placements.items():
            if not number.startswith("PLX"):
                self.write(period, placement, self.upkeep.runs.get(number, [Run(None)]))

    def week_one(self, start: date) -> date:
        """A day in the first week of a placement, a working day if it can be."""
        return max(start + timedelta(days=1), working_day_before(start + timedelta(days=self.rng.randint(3, 7))))

    def opening(self, number: str, first: int | None) -> date:
        """The first visit of a span in which a placement is visited in time."""
        return self.first[number] if first in (None, self.entered.get(number)) else self.again[number, first]

    def last_visit(self, number: str, first: int | None, n: int) -> tuple[date, date] | None:
        """First and last day for the last visit before a gap seen at a month end; None where none will do.

        A placement that turns a year old near the month end changes its limit, and is left alone.
        """
        year_old = add_months(self.placements[number][1].start, 12)
        if -120 < (year_old - ENDS[n]).days < 80:
            return None
        limit = 42 if year_old > ENDS[n] else 84
        before = ENDS[n - 1] if n else date(2019, 12, 31)
        low = max(self.opening(number, first), before - timedelta(days=limit))
        high = ENDS[n] - timedelta(days=limit + 1)
        return (low, high) if low <= high else None

    def may_lapse(self, unit: Hashable, n: int) -> bool:
        """True when the last visit can lie so that the month end before is met and this one is not."""
        number = str(unit)
        return self.last_visit(number, self.upkeep.since(number), n) is not None

    def may_return(self, unit: Hashable, n: int) -> bool:
        """True when a visit in the month can be made; its day is noted."""
        number = str(unit)
        days = [day for day in working_days_of(MONTHS[n]) if day > self.placements[number][1].start]
        if days and (number, n) not in self.again:
            self.again[number, n] = self.rng.choice(days)
        return bool(days)

    def starts_well(self, unit: Hashable, n: int) -> bool:
        """Most placements are visited in their first week."""
        return n == 0 or self.rng.random() < 0.9

    def write(self, period: Period, placement: Placement, runs: list[Run]) -> None:
        """Visits of one placement: regular while up to date, none, or none in which the child is seen, behind."""
        until = min(day for day in (placement.end, period.until, LAST) if day)
        for run in runs:
            day = self.opening(placement.id, run.first)
            if run.end is None:
                self.regular(period, placement, day, until)
                continue
            span = self.last_visit(placement.id, run.first, run.end)
            assert span is not None
            last = span[0] + timedelta(days=self.rng.randint(0, (span[1] - span[0]).days))
            self.regular(period, placement, day, last)
            self.visit(period, last)
            if self.rng.random() < 0.3:
                unseen = self.rng.choice(working_days_of(MONTHS[run.end]))
                if last < unseen < until:
                    self.visit(period, unseen, "N")

    def regular(self, period: Period, placement: Placement, day: date, last: date) -> None:
        """Visits from a day to before another, none of them far apart."""
        if day < RECORDED_FROM:
            day = RECORDED_FROM + timedelta(days=self.rng.randint(0, 35))
        while day < last:
            self.visit(period, day)
            pace = FIRST_YEAR if day < add_months(placement.start, 12) else LATER
            step, left = self.rng.randint(*pace), (last - day).days
            step = left // 2 if pace[1] < left < 2 * step else step
            day = max(day + timedelta(days=1), working_day_before(day + timedelta(days=step)))
            if left <= pace[1]:
                break

    def visit(self, period: Period, day: date, seen: str | None = None) -> None:
        """One record of a visit."""
        self.serial += self.rng.randint(1, 3)
        old_enough = period.child.age(day) > 4
        self.store.add(
            "ssd_cla_visits",
            self.recording.day(day, may_be_late=seen is None),
            clav_cla_visit_id=f"CV{self.serial}",
            clav_cla_id=period.id,
            clav_person_id=period.child.id,
            clav_cla_visit_date=day,
            clav_cla_visit_seen=seen or ("Y" if self.rng.random() < 0.97 else None),
            clav_cla_visit_seen_alone="N" if seen or not old_enough else self.rng.choice("YYN"),
        )


def is_open(placement: Placement, on: date) -> bool:
    """True when the child lives there at the end of the day."""
    return placement.start <= on and (placement.end is None or placement.end > on)
