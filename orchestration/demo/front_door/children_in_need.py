"""What is written about children in need beside their cases: plans, and the list of children at risk of exploitation.

Belongs here: lcs_plan_documents of type CIN, lcs_cse_cohort. Does not belong here: the cases themselves (referrals.py).
"""

import random
from datetime import date, timedelta

from orchestration.demo.base import plan_files
from orchestration.demo.base.months import DELIVERED, last_day, shift, working_days_of
from orchestration.demo.base.records import Record, Recording, Store
from orchestration.demo.front_door.open_cases import SETTLED, up_to_date
from orchestration.demo.front_door.referral import Referral

REVIEW_MONTHS = ((2, 3, 4), (25, 55, 20))
GROWN = date(2003, 4, 1)  # born on or after: not yet 18 in any delivery


def add_plans(store: Store, rng: random.Random, in_need: dict[str, list[Referral]]) -> None:
    """Plans of children in need, so that as many are up to date at each month end as planned.

    `in_need` gives the open cases counted at each month end. ValueError when too few plans run out.
    """
    recording = Recording(rng, 0.01)
    shares = plan_files.by_month("children_in_need.csv")
    serial = rng.randint(20000, 30000)
    due: dict[str, date] = {}
    for month in [m for m in DELIVERED if shares.get(m, {}).get("plans_up_to_date_per_mille")]:
        end = last_day(month)
        settled = [one for one in in_need[month] if one.on + SETTLED <= end]
        wanted = up_to_date(len(settled), shares[month]["plans_up_to_date_per_mille"]) or 0
        waiting = [one for one in settled if due.get(one.child.id, date.min) < end]
        missing = wanted - (len(settled) - len(waiting))
        if not 0 <= missing <= len(waiting):
            raise ValueError(f"{month}: too few plans of children in need run out")
        for one in rng.sample(waiting, missing):
            back = rng.choice((0, 1)) if month == DELIVERED[0] else 0
            days = [day for day in working_days_of(shift(month, -back)) if day >= one.on + timedelta(days=10)]
            on = rng.choice(days or [end])
            until = last_day(shift(month, rng.choices(*REVIEW_MONTHS)[0])) - timedelta(days=rng.randint(1, 20))
            due[one.child.id] = until
            serial += rng.randint(1, 2)
            store.add(
                "lcs_plan_documents",
                recording.day(on, may_be_late=False),
                plan_document_id=f"CNP{serial}",
                person_id=one.child.id,
                plan_type="CIN",
                authorised_date=on,
                review_due_date=until,
            )


def add_exploitation_cohort(store: Store, rng: random.Random, referrals: list[Referral]) -> None:
    """Teenagers with a referral who are watched for sexual exploitation, as many at each month end as planned."""
    watched: list[Record] = []
    seen: set[str] = set()
    for month in [m for m in DELIVERED if m <= "2020-12"]:
        wanted = plan_files.by_month("referrals.csv")[month]["cse_cohort"]
        days = working_days_of(month)[:-1]
        leaving = 2 if month > DELIVERED[0] else 0
        for _ in range(max(leaving, len(watched) - wanted)):
            gone = watched.pop(rng.randrange(len(watched)))
            gone.change(day := rng.choice(days), end_date=max(day, gone.values["start_date"]))
        ready = [r for r in referrals if r.on < days[0] and r.child.id not in seen and is_teenager(r, days[0])]
        ready.sort(key=lambda r: (not r.reason.startswith("CSE"), -r.on.toordinal(), r.id))
        for one in ready[: wanted - len(watched)]:
            seen.add(one.child.id)
            start = rng.choice(days)
            if month == DELIVERED[0]:
                start = min(start, one.on + timedelta(days=rng.randint(5, 40)))
            watched.append(
                store.add(
                    "lcs_cse_cohort",
                    start,
                    cohort_id=f"CSE{len(seen):04d}",
                    person_id=one.child.id,
                    start_date=start,
                    end_date=None,
                )
            )
        if len(watched) != wanted:
            raise ValueError(f"{month}: too few teenagers for the exploitation cohort")


def is_teenager(referral: Referral, on: date) -> bool:
    """Old enough to be in the cohort, and not 18 in any delivery."""
    return referral.child.born >= GROWN and referral.child.age(on) >= 12
