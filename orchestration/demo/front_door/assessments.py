"""Social work assessments: a new one for each referral that goes on, updates of children whose case is open for longer.

Belongs here: ssd_cin_assessments and lcs_assessment_details. Does not belong here: on which day an assessment is
authorised (assessment_ends.py), and the referrals.
"""

import bisect
import random
from collections import defaultdict
from datetime import date, timedelta

from orchestration.demo.base import plan_files
from orchestration.demo.base.months import add_working_days, add_years, extract_date, of, shift, working_days_of
from orchestration.demo.base.records import Store
from orchestration.demo.front_door import assessment_records
from orchestration.demo.front_door.assessment_ends import LAST, NEVER, Row, Work, choose_ends, planned_months
from orchestration.demo.front_door.referral import Referral

OPEN_NEW, OPEN_UPDATES = 320, 75  # open and not yet due when 2020 begins, apart from those that become overdue
SETTLED = timedelta(days=60)  # a case is updated when it has been open for so long
Linked = list[tuple[Work, Referral]]


def add(store: Store, rng: random.Random, referrals: list[Referral]) -> None:
    """All assessments with their records. Raises ValueError when the plan cannot be met with these referrals."""
    going_on = [referral for referral in referrals if referral.goes_on]
    new_plan, update_plan = plan_of("NEW"), plan_of("UPDATE")
    new, joined = first_assessments(rng, going_on, new_plan)
    updates = [work for work, _ in joined] + later_updates(rng, update_plan, joined)
    choose_ends(rng, [work for work, _ in new], new_plan, OPEN_NEW)
    choose_ends(rng, updates, update_plan, OPEN_UPDATES)
    deleted = soon_deleted(rng, update_plan)
    cases = Cases(rng, going_on, new + joined)
    taken = {id(work) for work, _ in joined}
    linked = joined + [(work, cases.take(work)) for work in updates if id(work) not in taken]
    wrong = [(work, cases.take(work)) for work in deleted]
    book = assessment_records.Book(store, rng)
    book.add_new(new)
    book.add_updates(linked, moved_ends(rng, updates, update_plan))
    book.add_deleted(wrong)


def plan_of(kind: str) -> dict[str, Row]:
    """Month to its counts for one kind of assessment."""
    rows = (row for row in plan_files.rows("assessments.csv") if row["kind"] == kind)
    return {row["month"]: {k: int(v or 0) for k, v in row.items() if k not in ("kind", "month")} for row in rows}


def case_closes(referral: Referral) -> date:
    """The day a case closes, or a day far away."""
    return referral.closed_on or NEVER


def first_assessments(rng: random.Random, referrals: list[Referral], plan: dict[str, Row]) -> tuple[Linked, Linked]:
    """New assessments of all referrals; and the updates of those few that join an update instead."""
    by_month: dict[str, list[Referral]] = defaultdict(list)
    for referral in referrals:
        by_month[of(referral.on)].append(referral)
    new: Linked = []
    joined: Linked = []
    for month, mine in sorted(by_month.items()):
        row, before = plan.get(month, {}), plan.get(shift(month, -1), {})
        next_month = row.get("starts_next_month", 0)
        joining = 0
        if row.get("started"):
            joining = len(mine) - next_month + before.get("starts_next_month", 0) - row["started"]
        prompt = [r for r in mine if r.recorded_on <= extract_date(month)]
        if joining < 0:
            raise ValueError(f"the referrals of {month} cannot start the planned number of assessments")
        staying = [r for r in prompt if case_closes(r) >= add_working_days(r.on, 20)]
        carried = rng.sample([r for r in staying if r.on >= working_days_of(month)[-5]], next_month)
        with_update = rng.sample([r for r in staying if r not in carried], joining)
        for referral in mine:
            if referral in carried:
                start = rng.choice(working_days_of(shift(month, 1))[:2])
            else:
                start = min(start_in_month(rng, referral.on), case_closes(referral))
            work = Work(referral.on, start, rng.randint(2, 12), case_closes(referral))
            if referral in with_update:
                joined.append((Work(start, start, rng.randint(3, 12), case_closes(referral)), referral))
            else:
                new.append((work, referral))
    return new, joined


def start_in_month(rng: random.Random, referred: date) -> date:
    """The day an assessment starts: some working days after the referral, in the same month."""
    wait = rng.choices((0, 1, 2, 3, 5), (25, 35, 20, 12, 8))[0]
    start = add_working_days(referred, wait) if wait else referred
    return start if of(start) == of(referred) else max(referred, working_days_of(of(referred))[-1])


def later_updates(rng: random.Random, plan: dict[str, Row], joined: Linked) -> list[Work]:
    """Updates of older cases: as many as planned, less those that stand at a referral of the month."""
    found = []
    for month, row in plan.items():
        at_referral = sum(of(work.start) == month for work, _ in joined)
        for _ in range(row["started"] - at_referral):
            start = rng.choice(working_days_of(month))
            found.append(Work(start, start, rng.randint(3, 12)))
    return found


def soon_deleted(rng: random.Random, plan: dict[str, Row]) -> list[Work]:
    """Updates completed in time that were entered in error, and are deleted before the next delivery."""
    found = []
    for month in planned_months(plan):
        for _ in range(plan[month]["deleted_after"]):
            start = rng.choice(working_days_of(shift(month, -1)))
            end = rng.choice(working_days_of(month)[2:-2])
            found.append(Work(start, start, 2, end=min(end, add_working_days(start, 45))))
    return found


def moved_ends(rng: random.Random, updates: list[Work], plan: dict[str, Row]) -> dict[int, date]:
    """Late updates whose end first stands in the month before the true one: id of the work to the wrong day."""
    found = {}
    for month in planned_months(plan):
        days = working_days_of(month)[-6:]
        able = [w for w in updates if w.end and of(w.end) == shift(month, 1) and w.overdue <= days[0]]
        for work in rng.sample(able, plan[month]["moved_after"]):
            found[id(work)] = rng.choice(days)
    return found


class Cases:
    """Finds open cases for updates; a child is never under two assessments at once."""

    def __init__(self, rng: random.Random, referrals: list[Referral], linked: Linked) -> None:
        self.rng = rng
        self.spans: dict[str, list[tuple[date, date]]] = defaultdict(list)
        for work, referral in linked:
            self.spans[referral.child.id].append((work.start, work.end or NEVER))
        self.referrals = sorted(referrals, key=lambda r: (r.on, r.id))
        self.days = [referral.on for referral in self.referrals]

    def take(self, work: Work) -> Referral:
        """An open case that an update fits; raises ValueError when none is found."""
        until = work.end or extract_date(LAST)
        older = bisect.bisect_right(self.days, work.start - SETTLED)
        for _ in range(20000):
            referral = self.referrals[self.rng.randrange(older)]
            child = referral.child
            if case_closes(referral) < until or add_years(child.born, 18) <= until:
                continue
            if self.is_free(child.id, work.start, until):
                self.spans[child.id].append((work.start, work.end or NEVER))
                return referral
        raise ValueError(f"no open case for an update of {of(work.start)}")

    def is_free(self, child_id: str, start: date, until: date) -> bool:
        """True when the child is under no assessment in the span, nor was in the month before it."""
        return all(b < start - timedelta(days=30) or until < a for a, b in self.spans[child_id])
