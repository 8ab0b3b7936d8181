"""Pathway plans of care leavers and eligible children: who has one, whose review is not overdue.

Belongs here: lcs_plan_documents of type PATHWAY. Does not belong here: whose plans they are (statuses.py).
"""

import random
from datetime import date, timedelta

from orchestration.demo.base.months import days_of, first_day, last_day, shift, working_days_of
from orchestration.demo.base.records import Recording, Store
from orchestration.demo.care_leavers.eligible import Target

REVIEWED_AFTER = ((6, 5, 4, 3), (64, 14, 12, 10))  # months


class PathwayPlans:
    """Writes plans month by month; knows until when each person's plan is up to date."""

    def __init__(self, store: Store, rng: random.Random) -> None:
        self.store, self.rng = store, rng
        self.recording = Recording(rng, 0.02)
        self.due: dict[str, date] = {}  # person id to the day the last plan's review is due
        self.made: dict[str, list[tuple[date, date]]] = {}  # person id to authorised and recorded days
        self.serial = rng.randint(40000, 60000)
        self.began = False

    def has_plan(self, person: str) -> bool:
        """True when any plan was authorised."""
        return person in self.due

    def of_person(self, person: str) -> list[tuple[date, date]]:
        """Days on which plans were authorised, with the days they were recorded."""
        return self.made.get(person, [])

    def authorise(self, person: str, on: date, months: int) -> None:
        """A plan authorised on a day, to be reviewed some months later."""
        self.serial += self.rng.randint(1, 3)
        due = min(last_day(shift(f"{on:%Y-%m}", months)), on + timedelta(days=31 * months))
        due = min(due, due.replace(day=min(on.day, due.day)))
        known = self.recording.day(on, 5)
        self.store.add(
            "lcs_plan_documents",
            known,
            plan_document_id=f"PWP{self.serial}",
            person_id=person,
            plan_type="PATHWAY",
            authorised_date=on,
            review_due_date=due,
        )
        self.made.setdefault(person, []).append((on, known))
        self.due[person] = max(due, self.due.get(person, due))

    def begin(
        self, month: str, persons: list[str], settled: set[str], entered: dict[str, date], target: Target
    ) -> None:
        """Plans as they stand at the first month end: none, overdue, or up to date with reviews due later."""
        end = last_day(month)
        adults = [person for person in persons if person in settled]
        self.rng.shuffle(adults)
        rest = [person for person in persons if person not in settled]
        self.rng.shuffle(rest)
        few = min(len(rest) // 4, target.without_plan)
        without = adults[: target.without_plan - few] + rest[:few]
        adults = adults[target.without_plan - few :]
        overdue = len(persons) - len(without) - target.up_to_date
        for person in adults[:overdue]:
            due_month = shift(month, -self.rng.randint(1, 9))
            self.authorise(person, self.rng.choice(working_days_of(shift(due_month, -6))), 6)
        for person in adults[overdue:] + rest[few:]:
            back = self.rng.randint(0, 5)
            days = [d for d in working_days_of(shift(month, -back)) if back < 5 or d.day > 3]
            first = entered[person]
            days = [d for d in days if d >= first] or [d for d in working_days_of(month) if d >= first] or [first]
            on = self.rng.choice(days)
            if back > 2 and self.rng.random() < 0.5 and person in settled:
                self.authorise(person, self.rng.choice(working_days_of(shift(month, -back - 6))), 6)
            self.authorise(person, on, 6 if back else self.rng.choices(*REVIEWED_AFTER)[0])
        self.began = True
        self.check(end, persons, target)

    def month(
        self, month: str, persons: list[str], entered: dict[str, date], settled: set[str], target: Target
    ) -> None:
        """First plans and renewals of a month. ValueError when the planned numbers cannot be met."""
        if not self.began:
            self.begin(month, persons, settled, entered, target)
            return
        end = last_day(month)
        without = [person for person in persons if person not in self.due]
        current = [person for person in persons if person in self.due and self.due[person] >= end]
        overdue = [person for person in persons if person in self.due and self.due[person] < end]
        first = len(without) - target.without_plan
        again = target.up_to_date - len(current) - first
        if first < 0 or not 0 <= again <= len(overdue):
            raise ValueError(f"{month}: the planned numbers of pathway plans cannot be met")
        before = first_day(month)
        overdue.sort(key=lambda person: (self.due[person] < before) + self.rng.random())
        for person in self.rng.sample(without, first) + overdue[:again]:
            days = [d for d in working_days_of(month) if d >= entered.get(person, before)]
            self.authorise(person, self.rng.choice(days or days_of(month)[-1:]), self.rng.choices(*REVIEWED_AFTER)[0])
        self.check(end, persons, target)

    def check(self, end: date, persons: list[str], target: Target) -> None:
        """Raise ValueError when a number is not the planned one."""
        without = sum(person not in self.due for person in persons)
        current = sum(self.due.get(person, date.min) >= end for person in persons)
        if (without, current) != (target.without_plan, target.up_to_date):
            raise ValueError(f"{end:%Y-%m}: pathway plans do not come to the planned numbers")
