"""Health assessments and dental checks of looked-after children, up to date for as many at each month end as published.

Dental checks all but stop in the lockdown of spring 2020, so that one child after another falls behind. Belongs here:
ssd_cla_health. Does not belong here: who has the initial assessment when (initial_health_assessments.py).
"""

import random
from collections.abc import Hashable, Iterator
from datetime import date, timedelta

from orchestration.demo.base.months import (
    add_months,
    add_years,
    first_day,
    last_day,
    working_day_before,
    working_days_between,
    working_days_of,
)
from orchestration.demo.base.records import Recording, Store
from orchestration.demo.base.shares_in_time import MONTHS, TARGETS, Run, Upkeep, whole
from orchestration.demo.looked_after import initial_health_assessments
from orchestration.demo.looked_after.in_care import InCare, Period

ENDS = [last_day(month) for month in MONTHS]
LAST = date(2021, 1, 29)
INITIAL, REVIEW, DENTAL = "Initial Health Assessment", "Review Health Assessment", "Dental Check"
PACE = {6: 165, 12: 345}  # days at most between two checks that are due every 6 or 12 months
DENTISTS_OPEN = {month: (60 if month < "2020-04" else 0 if month < "2020-08" else 12) for month in MONTHS}  # percent
DENTAL_CHURN = {month: (12 if month < "2020-04" else 0 if month < "2020-08" else 4) for month in MONTHS}


class Health:
    """What both kinds of check share: the cohort, the records."""

    def __init__(self, store: Store, in_care: InCare, rng: random.Random) -> None:
        self.store, self.in_care, self.rng = store, in_care, rng
        self.recording = Recording(rng, 0.01)
        self.initial = initial_health_assessments.days(in_care, rng)
        self.serial = rng.randint(500000, 600000)
        self.periods = {n: p for n, p in in_care.periods.items() if in_care.is_kept_up(p)}

    def add(self) -> None:
        """All checks."""
        assessed = Upkeep(self.rng, self.may_miss_assessment, self.may_be_assessed, lambda unit, n: n == 0)
        seen = Upkeep(self.rng, self.may_miss_dentist, lambda unit, n: True, self.sees_dentist)
        self.assessed, self.seen = assessed, seen
        in_care = self.in_care
        for n, month in enumerate(MONTHS):
            cohort = [p for p in in_care.rows[n] if working_days_between(p.start, ENDS[n]) >= 20]
            units = [p.id for p in cohort]
            passing = {p.id: False for p in cohort if not in_care.is_kept_up(p)}
            for upkeep, forced, share, churn in (
                (assessed, self.not_free(units, n) | passing, "health_percent", 8),
                (seen, passing, "dental_percent", DENTAL_CHURN[month]),
            ):
                wanted = whole(TARGETS[month][share], len(units))
                if wanted is None:
                    raise ValueError(f"no number of {len(units)} children gives the shares of {month}")
                upkeep.month(n, units, forced, wanted, churn)
        for number, period in self.periods.items():
            self.write_assessments(period, assessed.runs.get(number, [Run(None)]))
            self.write_dental(period, seen.runs.get(number, [Run(None)]))

    # ---- health assessments

    def not_free(self, units: list[str], n: int) -> dict[Hashable, bool]:
        """Children new in care: up to date from the initial assessment on, not before it."""
        new = {u: self.initial.get(u) for u in units if self.is_new(u)}
        return {u: bool(day and day <= ENDS[n]) for u, day in new.items()}

    def is_new(self, number: str) -> bool:
        """True when the initial assessment was not in 2019 already."""
        day = self.initial.get(number)
        return day is None or day >= first_day(MONTHS[0])

    def may_be_assessed(self, unit: Hashable, n: int) -> bool:
        """Who fell behind can catch up at any time."""
        return True

    def may_miss_assessment(self, unit: Hashable, n: int) -> bool:
        """True when the last assessment can lie so that it runs out in the month; around the 5th birthday it cannot."""
        period = self.periods[str(unit)]
        fifth = add_years(period.child.born, 5)
        if self.assessed.since(unit) is not None or date(2018, 12, 1) < fifth < date(2021, 3, 1):
            return False
        return self.has_room(period, n, 6 if fifth > ENDS[n] else 12)

    def has_room(self, period: Period, n: int, months: int) -> bool:
        """True when a check that runs out in the month would have been well after the child came into care."""
        return add_months(first_day(MONTHS[n]), -months - (0 if n else 4)) >= period.start + timedelta(days=90)

    def write_assessments(self, period: Period, runs: list[Run]) -> None:
        """Initial and review assessments of a period of care."""
        initial = self.initial[period.id]
        if initial is None:
            return
        self.check(period, INITIAL, initial)
        fifth = add_years(period.child.born, 5)
        for run in runs:
            if self.is_new(period.id) or run.first is None:
                day = initial
            else:
                day = self.day_in(run.first, period)
                self.check(period, REVIEW, day)
            last = None
            if run.end is not None and run.first is None:
                last = self.running_out(run.end, 6 if fifth > ENDS[run.end] else 12)
                if self.rng.random() < 0.3:
                    self.check(period, REVIEW, self.day_in(run.end, period), "Refused")
            for when in self.chain(day, last, fifth):
                self.check(period, REVIEW, when)

    def chain(self, day: date, last: date | None, fifth: date | None) -> Iterator[date]:
        """Days of the checks after `day`, close enough together, up to the last one or the end of the records."""
        while True:
            pace = PACE[6 if fifth and add_months(day, 6) < fifth else 12]
            if last is None:
                day = working_day_before(day + timedelta(days=pace - self.rng.randint(0, 60)))
                if day > LAST:
                    return
            else:
                left = (last - day).days
                if left <= 0:
                    return
                if left <= pace:
                    yield last
                    return
                step = left // 2 if left < 2 * pace else pace - self.rng.randint(0, 40)
                day = working_day_before(day + timedelta(days=step))
            yield day

    def running_out(self, n: int, months: int) -> date:
        """A working day for a check that is up to date at the month end before and no longer at this one."""
        low = ENDS[n - 1] if n else add_months(ENDS[0], -3)
        fits = [
            day
            for back in range(-1, 5)
            for day in working_days_of(f"{add_months(ENDS[n], -months - back):%Y-%m}")
            if low <= add_months(day, months) < ENDS[n]
        ]
        return self.rng.choice(fits)

    def day_in(self, n: int, period: Period) -> date:
        """A working day of the month on which the child is looked after."""
        days = [day for day in working_days_of(MONTHS[n]) if day > period.start + timedelta(days=4)]
        return self.rng.choice(days)

    # ---- dental checks

    def sees_dentist(self, unit: Hashable, n: int) -> bool:
        """Whether a child new in care sees a dentist in the month; before 2020 all did in the end."""
        if n == 0:
            return self.periods[str(unit)].start < date(2019, 11, 1)
        return self.rng.randint(1, 100) <= DENTISTS_OPEN[MONTHS[n]]

    def may_miss_dentist(self, unit: Hashable, n: int) -> bool:
        """True when the last check can lie so that it runs out in the month, or there was none by January 2020."""
        period = self.periods[str(unit)]
        if self.seen.since(unit) is not None:
            return False
        return self.has_room(period, n, 12) or (n == 0 and period.start > date(2019, 9, 1))

    def write_dental(self, period: Period, runs: list[Run]) -> None:
        """Dental checks of a period of care."""
        for run in runs:
            if run.first is not None:
                self.check(period, DENTAL, self.day_in(run.first, period))
                continue
            first = working_day_before(period.start + timedelta(days=self.rng.randint(20, 80)))
            if run.end is None:
                last = self.rng.choice(working_days_of(self.rng.choice(("2020-01", "2020-02", "2020-03"))))
            elif self.has_room(period, run.end, 12):
                last = self.running_out(run.end, 12)
            else:
                continue
            for when in (first, *self.chain(first, last, None)):
                self.check(period, DENTAL, when)

    def check(self, period: Period, kind: str, day: date, status: str = "Completed") -> None:
        """One record of a check, while the child is looked after."""
        if day > LAST or (period.until and day >= period.until):
            return
        self.serial += self.rng.randint(1, 3)
        self.store.add(
            "ssd_cla_health",
            self.recording.day(day),
            clah_health_check_id=f"HC{self.serial}",
            clah_person_id=period.child.id,
            clah_health_check_type=kind,
            clah_health_check_date=day,
            clah_health_check_status=status,
        )
