"""Written child protection plans: when each was authorised and until when it is up to date, with as many out of date
at each month end as planned.

Belongs here: lcs_plan_documents of type CP. Does not belong here: plans of other kinds, and who is on a plan.
"""

import random
from datetime import date, timedelta

from orchestration.demo.base import plan_files
from orchestration.demo.base.months import add_working_days, last_day, shift, working_days_between, working_days_of
from orchestration.demo.base.records import Recording, Store
from orchestration.demo.child_protection import own_plans
from orchestration.demo.child_protection.own_plans import OwnPlan

UP_TO_DATE_IN_JANUARY = 0.84
AGE = 15  # working days until a written plan is due
STAYS_OUT = 0.55  # share of families whose plan is still out of date a month later
Document = tuple[date, date]


def add_documents(store: Store, rng: random.Random) -> None:
    """Records of all documents. ValueError when the plans do not suffice."""
    plans = own_plans.read(store)
    states = month_states(rng, plans)
    recording = Recording(rng, 0.004)
    serial = rng.randint(20000, 30000)
    for family in own_plans.families(plan for plan in plans if plan.id in states):
        written: dict[tuple[tuple[str, bool], ...], list[tuple[Document, date]]] = {}
        for plan in family:
            months = tuple(states[plan.id].items())
            if months not in written:
                documents = [d for run in runs(months) for d in run_documents(rng, plan, *run)]
                written[months] = [(document, recording.day(document[0])) for document in documents]
            for (authorised, due), known in written[months]:
                if plan.end and authorised > plan.end:
                    continue
                serial += 1
                store.add(
                    "lcs_plan_documents",
                    known,
                    plan_document_id=f"DOC-CP-{serial}",
                    person_id=plan.child,
                    plan_type="CP",
                    authorised_date=authorised,
                    review_due_date=due,
                )


def month_states(rng: random.Random, plans: list[OwnPlan]) -> dict[str, dict[str, bool]]:
    """For each plan the months in which a document is due, and whether it is up to date at their ends."""
    found: dict[str, dict[str, bool]] = {}
    wanted = {month: row["documents_up_to_date"] for month, row in plan_files.by_month("cp_checks.csv").items()}
    out_before: set[str] = set()
    for month in [*wanted, "2021-01"]:
        end = last_day(month)
        due = [p for p in own_plans.open_as_reported(plans, month) if working_days_between(p.start, end) >= AGE]
        count = len(due) - wanted.get(month, round(len(due) * UP_TO_DATE_IN_JANUARY))
        gone = [p for p in due if not p.is_open(end)]  # ended, which the case system learned much later
        families = own_plans.families(p for p in due if p not in gone)
        rng.shuffle(families)
        families.sort(key=lambda family: not (family[0].id in out_before and rng.random() < STAYS_OUT))
        out_before = {p.id for p in gone + own_plans.pick(rng, families, count - len(gone))}
        for plan in due:
            found.setdefault(plan.id, {})[month] = plan.id not in out_before
    return found


def runs(months: tuple[tuple[str, bool], ...]) -> list[tuple[str, str, bool, bool]]:
    """Stretches of months up to date: first and last month, whether they begin the plan's months, and end them."""
    found = []
    for n, (month, up) in enumerate(months):
        if not up:
            continue
        if n and months[n - 1][1]:
            found[-1] = (found[-1][0], month, found[-1][2], n == len(months) - 1)
        else:
            found.append((month, month, n == 0, n == len(months) - 1))
    return found


def run_documents(rng: random.Random, plan: OwnPlan, first: str, last: str, begins: bool, ends: bool) -> list[Document]:
    """Documents that follow one another without a gap from the first month end to the last, and not beyond the next."""
    if begins:
        authorised = add_working_days(plan.start, rng.randint(8, 14))
        long_ago = last_day(shift(first, -2))
        if authorised < long_ago:
            authorised = rng.choice([d for d in working_days_of(shift(first, -2)) if d > authorised] or [long_ago])
    else:
        authorised = rng.choice(working_days_of(first)[:10])
    until = last_day(last) + timedelta(days=rng.randint(20, 100) if ends else rng.randint(12, 26))
    found = []
    while (until - authorised).days > 120:
        due = authorised + timedelta(days=rng.randint(80, 100))
        found.append((authorised, due))
        authorised = due - timedelta(days=rng.randint(0, 8))
        while authorised.weekday() > 4:
            authorised -= timedelta(days=1)
    return [*found, (authorised, until)]
