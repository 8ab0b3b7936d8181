"""Care plans of looked-after children: who has an up-to-date one at each month end, and the documents that say so.

Belongs here: lcs_plan_documents of type LAC. Does not belong here: other kinds of plan.
"""

import random
from collections.abc import Hashable
from datetime import date, timedelta

from orchestration.demo.base.months import first_day, last_day, working_day_before
from orchestration.demo.base.records import Recording, Store
from orchestration.demo.base.shares_in_time import MONTHS, TARGETS, Run, Upkeep, whole
from orchestration.demo.looked_after.in_care import InCare, Period

ENDS = [last_day(month) for month in MONTHS]
LAST = date(2021, 1, 30)
LIFE = 180  # days at most from authorisation to the next review
DUE_SINCE = date(2019, 9, 15)  # plans that are out of date in January 2020 fell due from here on


class PlanDocuments:
    """Chooses whose plan is out of date, and writes the documents."""

    def __init__(self, store: Store, in_care: InCare, rng: random.Random) -> None:
        self.store, self.in_care, self.rng = store, in_care, rng
        self.recording = Recording(rng, 0.01)
        self.upkeep = Upkeep(rng, self.may_lapse, self.may_return, self.starts_well)
        self.serial = rng.randint(700000, 800000)

    def add(self) -> None:
        """All plan documents of all periods of care."""
        for n, row in enumerate(self.in_care.rows):
            forced: dict[Hashable, bool] = {p.id: False for p in row if not self.in_care.is_kept_up(p)}
            wanted = whole(TARGETS[MONTHS[n]]["plans_percent"], len(row))
            if wanted is None:
                raise ValueError(f"no number of plans gives the share of {MONTHS[n]}")
            self.upkeep.month(n, [p.id for p in row], forced, wanted, churn=5)
        for number, period in self.in_care.periods.items():
            if self.in_care.is_kept_up(period):
                for run in self.upkeep.runs.get(number, [Run(None)]):
                    self.write(period, run)

    def starts_well(self, unit: Hashable, n: int) -> bool:
        """The first plan is written in some weeks."""
        days = (ENDS[n] - self.in_care.periods[str(unit)].start).days
        return days >= 14 and (n == 0 or self.rng.random() < 0.8)

    def may_lapse(self, unit: Hashable, n: int) -> bool:
        """True when the plan is old enough to fall due."""
        since = self.upkeep.since(unit)
        if since is not None:
            return n - since >= 3
        return n == 0 or self.in_care.periods[str(unit)].start < first_day(MONTHS[n]) - timedelta(days=90)

    def may_return(self, unit: Hashable, n: int) -> bool:
        """True when there was time to write a plan."""
        return self.in_care.periods[str(unit)].start < ENDS[n] - timedelta(days=5)

    def write(self, period: Period, run: Run) -> None:
        """Documents of one span in which the plan is up to date, each authorised before the last one is due."""
        until = min(day for day in (period.until, LAST) if day)
        if run.first is None:
            day = period.start + timedelta(days=self.rng.randint(7, 12))
        else:
            opens = max(period.start + timedelta(days=1), first_day(MONTHS[run.first]))
            day = opens + timedelta(days=self.rng.randint(0, (ENDS[run.first] - opens).days))
            day = max(opens, working_day_before(day))
        due = None
        if run.end is not None:
            low = ENDS[run.end - 1] if run.end else max(DUE_SINCE, period.start + timedelta(days=30))
            high = ENDS[run.end] - timedelta(days=1)
            if low > high:
                return  # not yet up to date for the first time
            due = low + timedelta(days=self.rng.randint(0, (high - low).days))
        while day < until:
            left = (due - day).days if due else LIFE + 60
            life = self.rng.randint(150, LIFE) if left > LIFE else left
            life = left // 2 if LIFE < left < 200 else life
            self.document(period, day, day + timedelta(days=life))
            if left == life:
                break
            day = max(day + timedelta(days=1), working_day_before(day + timedelta(days=life - self.rng.randint(0, 15))))

    def document(self, period: Period, day: date, due: date) -> None:
        """One authorised plan."""
        self.serial += self.rng.randint(1, 4)
        self.store.add(
            "lcs_plan_documents",
            self.recording.day(day),
            plan_document_id=f"PDL{self.serial}",
            person_id=period.child.id,
            plan_type="LAC",
            authorised_date=day,
            review_due_date=due,
        )
