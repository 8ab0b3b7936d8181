"""Reviews of child protection plans: the soonest due first, as many a month, and as many late, as planned.

Belongs here: ssd_cp_reviews. Does not belong here: plans and conferences.
"""

import random
from calendar import monthrange
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from orchestration.demo.base import plan_files
from orchestration.demo.base.months import first_day, last_day, name, number, of, shift, working_days_of
from orchestration.demo.base.records import Recording, Store
from orchestration.demo.child_protection import own_plans
from orchestration.demo.child_protection.own_plans import OwnPlan

FIRST, LAST = "2017-04", "2021-01"
USUAL = 120  # reviews a month outside the planned months
FROM_USUAL = "2019-02"  # before, every review is held when it falls due
WAITS = 0.45  # share of families reviewed when it falls due and never before
EARLIEST_FIRST, EARLIEST_LATER = 45, 80  # days after the conference, or after the review before


@dataclass
class Due:
    """Children of one family whose next review is due on one day, and the days of the month it may be held on."""

    plans: list[OwnPlan]
    due: date
    days: list[date]
    late_days: list[date]
    is_must: bool


class Reviews:
    """Holds reviews month by month and remembers when each plan was last reviewed."""

    def __init__(self, store: Store, rng: random.Random, plans: list[OwnPlan]) -> None:
        self.store, self.rng, self.plans = store, rng, plans
        self.recording = Recording(rng, 0.004)
        self.last: dict[str, date] = {}
        self.waits = {family[0].family for family in own_plans.families(plans) if rng.random() < WAITS}
        self.serial = rng.randint(4000, 6000)

    def hold(self, due: Due, plans: list[OwnPlan], late: bool) -> None:
        """One meeting for siblings, one record for each."""
        day = self.rng.choice(due.late_days if late else due.days)
        known = self.recording.day(day)
        self.serial += self.rng.randint(1, 4)
        for n, plan in enumerate(plans):
            self.last[plan.id] = day
            leaves = plan.end is not None and plan.end <= day + timedelta(days=10)
            self.store.add(
                "ssd_cp_reviews",
                known,
                cppr_cp_review_id=f"CPR-{self.serial}-{n + 1}",
                cppr_person_id=plan.child,
                cppr_cp_plan_id=plan.id,
                cppr_cp_review_due=due.due,
                cppr_cp_review_date=day,
                cppr_cp_review_meeting_id=f"RM{self.serial}",
                cppr_cp_review_outcome_continue_cp="N" if leaves else "Y",
                cppr_cp_review_quorate="Y" if self.rng.random() < 0.97 else "N",
            )

    def due_in(self, month: str) -> list[Due]:
        """What may be held in a month, the soonest due first."""
        groups: dict[tuple[str, date, bool, date | None], list[OwnPlan]] = defaultdict(list)
        month_end, working = last_day(month), working_days_of(month)
        following = working_days_of(shift(month, 1))[0]
        for plan in self.plans:
            if plan.start > month_end or (plan.end and plan.end < working[0]):
                continue
            ends = plan.end if plan.end and plan.end < following else None
            groups[plan.family, self.last.get(plan.id, plan.conference), plan.id in self.last, ends].append(plan)
        found = []
        for (_, before, is_later, ends), plans in groups.items():
            due = add_months(before, 6 if is_later else 3)
            earliest = max(before + timedelta(days=EARLIEST_LATER if is_later else EARLIEST_FIRST), plans[0].start)
            open_days = [d for d in working if earliest <= d and (ends is None or d <= ends)]
            days = [d for d in open_days if d <= due]
            late_days = [d for d in open_days if due < d <= due + timedelta(days=21)] if due >= working[0] else []
            is_must = due < following and (ends is None or ends > due)
            if is_must and not days:
                raise ValueError(f"a review of {month} is overdue")
            if days and (is_must or plans[0].family not in self.waits):
                found.append(Due(plans, due, days, late_days, is_must))
        self.rng.shuffle(found)
        return sorted(found, key=lambda one: one.due)

    def month(self, month: str, wanted: int, late: int) -> None:
        """Hold the reviews of a month: the late ones, those that cannot wait, then the soonest due."""
        waiting = self.due_in(month)
        for one in [one for one in waiting if one.is_must and len(one.late_days) > 1]:
            together = one.plans[:late]
            if together:
                self.hold(one, together, late=True)
                late, wanted = late - len(together), wanted - len(together)
                one.plans = one.plans[len(together) :]
        for one in [one for one in waiting if one.is_must and one.plans]:
            self.hold(one, one.plans, late=False)
            wanted -= len(one.plans)
        if late or wanted < 0:
            raise ValueError(f"the reviews due in {month} do not fit its plan")
        rest = []
        for one in [one for one in waiting if not one.is_must]:
            if len(one.plans) <= wanted:
                self.hold(one, one.plans, late=False)
                wanted -= len(one.plans)
            else:
                rest.append(one)
        if wanted and rest:
            self.hold(rest[0], rest[0].plans[:wanted], late=False)
        elif wanted:
            raise ValueError(f"too few plans to review in {month}")


def add_reviews(store: Store, rng: random.Random) -> None:
    """Records of all reviews. ValueError when a month's plan cannot be met."""
    begun = [plan for plan in own_plans.read(store) if plan.conference >= first_day(FIRST)]
    reviews = Reviews(store, rng, begun)
    planned = plan_files.by_month("cp_checks.csv")
    for n in range(number(FIRST), number(LAST) + 1):
        month = name(n)
        if month in planned:
            row = planned[month]
            reviews.month(month, row["reviews"], row["reviews"] - row["reviews_in_time"])
        else:
            musts = sum(len(one.plans) for one in reviews.due_in(month) if one.is_must)
            reviews.month(month, max(musts, USUAL if month >= FROM_USUAL else 0), 0)


def add_months(day: date, count: int) -> date:
    """The same day some months later, or the last of the month where it has no such day."""
    month = name(number(of(day)) + count)
    year, of_year = int(month[:4]), int(month[5:])
    return date(year, of_year, min(day.day, monthrange(year, of_year)[1]))
