"""Looked-after reviews, month by month as many, and as many in time, as published.

Reviews are held by the earliest due date first, ahead of it where the month has room; some are held back until after
it. Belongs here: ssd_cla_reviews. Does not belong here: the periods reviewed (periods_of_care.py).
"""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from orchestration.demo.base.months import (
    add_months,
    add_working_days,
    first_day,
    last_day,
    of,
    working_day_before,
    working_days_of,
)
from orchestration.demo.base.records import Recording, Store
from orchestration.demo.base.shares_in_time import MONTHS, TARGETS
from orchestration.demo.looked_after.in_care import InCare, Period

BEGIN = date(2020, 1, 1)
SPEAKING = (("PN1", "PN2", "PN3", "PN5", "PN6", "PN7"), (52, 4, 2, 14, 22, 6))


@dataclass(eq=False)
class Reviewed:
    """A period of care with its last review; `held_back` is the month in which the next one is to be late."""

    period: Period
    nth: int = 0
    last: date | None = None
    held_back: str = ""

    def due(self) -> date:
        """Last day on which the next review is in time."""
        if self.last is None:
            return add_working_days(self.period.start, 20)
        return add_months(self.last, 3 if self.nth == 1 else 6)

    def opens(self) -> date:
        """First day on which the next review makes sense."""
        if self.last is None:
            return self.period.start + timedelta(days=8)
        return self.last + timedelta(days=40 if self.nth == 1 else 75)


class Reviews:
    """Holds the reviews."""

    def __init__(self, store: Store, in_care: InCare, rng: random.Random) -> None:
        self.store, self.rng = store, rng
        self.recording = Recording(rng, 0.01)
        self.cases = [Reviewed(period) for period in in_care.periods.values()]
        self.late_wanted = {m: int(t["reviews"]) - int(t["reviews_in_time"]) for m, t in TARGETS.items()}
        self.serial = rng.randint(300000, 400000)

    def add(self) -> None:
        """All reviews: those before 2020 freely, those of 2020 as planned, a few after."""
        open_in_2020 = [c for c in self.cases if c.period.until is None or c.period.until > BEGIN]
        settled = [c for c in open_in_2020 if c.period.start < date(2019, 3, 1) and stays_to(c, date(2020, 3, 1))]
        overdue = self.rng.sample(settled, self.late_wanted["2020-01"])
        for case in self.cases:
            stop = date(2019, 5, 10) if case in overdue else BEGIN
            while (day := self.free_day(case)) < min(stop, case.period.until or stop):
                self.hold(case, day)
        for case in overdue:
            self.hold(case, working_day_before(date(2019, 7, self.rng.randint(3, 22))))
            case.held_back = "2020-01"
        for case in self.rng.sample(open_in_2020, len(open_in_2020)):
            self.hold_back(case)
        for month in MONTHS:
            self.month(month)
        for case in self.cases:
            day = self.free_day(case)
            if of(day) == "2021-01" and stays_to(case, day):
                self.hold(case, day)

    def free_day(self, case: Reviewed) -> date:
        """A day in time for the next review, none too early."""
        due = case.due()
        span = {0: 10, 1: 30}.get(case.nth, 75)
        return max(case.opens(), working_day_before(due - timedelta(days=self.rng.randint(3, span))))

    def hold_back(self, case: Reviewed) -> None:
        """Mark a case to be reviewed late in the month its review falls due, while that month lacks late ones."""
        month = of(case.due())
        if case.held_back or month not in TARGETS or case.nth < 2:
            return
        marked = sum(other.held_back == month for other in self.cases)
        fits = case.due() <= last_day(month) - timedelta(days=7) and stays_to(case, last_day(month))
        if fits and marked < self.late_wanted[month]:
            case.held_back = month

    def month(self, month: str) -> None:
        """The reviews of one month; ValueError when they cannot be as many as published."""
        end, in_time = last_day(month), int(TARGETS[month]["reviews_in_time"])
        late = [case for case in self.cases if case.held_back == month]
        if len(late) != self.late_wanted[month]:
            raise ValueError(f"{len(late)} reviews can be late in {month}")
        ready = []
        for case in self.cases:
            if not case.held_back and case.opens() <= end and case.due() >= first_day(month):
                days = [d for d in working_days_of(month) if case.opens() <= d <= case.due() and stays_to(case, d)]
                if days:
                    ready.append((case.due(), case.period.id, case, days))
        ready.sort(key=lambda item: item[:2])
        chosen = ready[:in_time]
        missed = [
            case for due, _, case, _ in ready[in_time:] if due <= end and stays_to(case, due + timedelta(days=20))
        ]
        if len(chosen) < in_time or missed:
            raise ValueError(f"{len(ready)} reviews can be in time in {month}, {len(missed)} would be missed")
        for case in late:
            self.hold(case, self.rng.choice([d for d in working_days_of(month) if d > case.due()]))
            case.held_back = ""
        for _, _, case, days in chosen:
            self.hold(case, self.rng.choice(days))
        for case in late + [item[2] for item in chosen]:
            self.hold_back(case)

    def hold(self, case: Reviewed, day: date) -> None:
        """One record of a review; now and then a cancelled one before it."""
        period, due = case.period, case.due()
        young = period.child.age(day) < 4
        if self.rng.random() < 0.03 and day - timedelta(days=10) > case.opens():
            self.record(period, due, working_day_before(day - timedelta(days=8)), "Y", None)
        self.record(period, due, day, "N", "PN0" if young else self.rng.choices(*SPEAKING)[0])
        case.nth, case.last = case.nth + 1, day

    def record(self, period: Period, due: date, day: date, cancelled: str, participation: str | None) -> None:
        """One row of the review table."""
        self.serial += self.rng.randint(1, 3)
        self.store.add(
            "ssd_cla_reviews",
            self.recording.day(day),
            clar_cla_review_id=f"CR{self.serial}",
            clar_cla_id=period.id,
            clar_cla_review_due_date=due,
            clar_cla_review_date=day,
            clar_cla_review_cancelled=cancelled,
            clar_cla_review_participation=participation,
        )


def stays_to(case: Reviewed, day: date) -> bool:
    """True while the child is still looked after on the day."""
    return case.period.until is None or case.period.until > day
