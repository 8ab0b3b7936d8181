"""Visits to children on a plan: about every ten days, with as many missed at each month end as planned.

Belongs here: ssd_cp_visits. Does not belong here: plans.
"""

import random
from datetime import date, timedelta

from orchestration.demo.base import plan_files
from orchestration.demo.base.months import is_working_day, last_day
from orchestration.demo.base.records import Recording, Store
from orchestration.demo.child_protection import own_plans
from orchestration.demo.child_protection.own_plans import OwnPlan

FIRST_DAY, LAST_DAY = date(2019, 10, 1), date(2021, 2, 5)  # visits before are in an older system
WINDOW = timedelta(days=13)
MISSED_IN_JANUARY = 45


def add_visits(store: Store, rng: random.Random) -> None:
    """Records of all visits. ValueError when the children due do not suffice."""
    plans = own_plans.read(store)
    missed = missed_windows(rng, plans)
    recording = Recording(rng, 0.004)
    serial = rng.randint(100000, 150000)
    for family in own_plans.families(plans):
        for day in family_days(rng, family):
            known = recording.day(day, 4)
            for plan in family:
                if not plan.start <= day <= (plan.end or LAST_DAY):
                    continue
                seen = rng.random() > 0.02
                if any(end - WINDOW <= day <= end for end in missed.get(plan.child, ())):
                    if rng.random() < 0.7:
                        continue
                    seen = False
                elif is_reported(day):
                    seen = True
                serial += 1
                store.add(
                    "ssd_cp_visits",
                    known,
                    cppv_cp_visit_id=f"CPV{serial}",
                    cppv_person_id=plan.child,
                    cppv_cp_plan_id=plan.id,
                    cppv_cp_visit_date=day,
                    cppv_cp_visit_seen="Y" if seen else "N",
                    cppv_cp_visit_seen_alone=("Y" if rng.random() < 0.6 else "N") if seen else None,
                    cppv_cp_visit_bedroom=rng.choice("YN") if seen else None,
                )


def missed_windows(rng: random.Random, plans: list[OwnPlan]) -> dict[str, list[date]]:
    """Month ends before which a child is not seen for two weeks, by child."""
    found: dict[str, list[date]] = {}
    visited = {month: row["children_visited"] for month, row in plan_files.by_month("cp_checks.csv").items()}
    for month in [*visited, "2021-01"]:
        end = last_day(month)
        due = [p for p in own_plans.open_as_reported(plans, month) if (end - p.start).days >= 7]
        count = len(due) - visited[month] if month in visited else MISSED_IN_JANUARY
        gone = [p for p in due if not p.is_open(end)]  # ended, which the case system learned much later
        families = own_plans.families(p for p in due if p not in gone)
        rng.shuffle(families)
        for plan in gone + own_plans.pick(rng, families, count - len(gone)):
            found.setdefault(plan.child, []).append(end)
    return found


def family_days(rng: random.Random, family: list[OwnPlan]) -> list[date]:
    """Days on which a family is visited: within days of the start, then never more than twelve days apart."""
    last = max(plan.end or LAST_DAY for plan in family)
    start = min(plan.start for plan in family)
    day = start + timedelta(days=rng.randint(0, 5))
    if start < FIRST_DAY:
        day = FIRST_DAY + timedelta(days=rng.randint(0, 11))
    found = []
    while day <= last:
        working = working_day_before(day, start)
        found.append(working)
        day = working + timedelta(days=rng.randint(7, 12))
    return found


def working_day_before(day: date, earliest: date) -> date:
    """The day itself or the last working day before it, not before `earliest`."""
    while day > earliest and not is_working_day(day):
        day -= timedelta(days=1)
    return day


def is_reported(day: date) -> bool:
    """True for days that count at the month end, when a visit must not fail by chance."""
    return last_day(f"{day:%Y-%m}") - WINDOW <= day
