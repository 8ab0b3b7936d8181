"""Fostering households: approved and deregistered as planned month by month.

Belongs here: lcs_foster_households. Does not belong here: which child is placed with whom.
"""

import random
from datetime import date, timedelta

from orchestration.demo.base import plan_files
from orchestration.demo.base.months import working_days_of
from orchestration.demo.base.records import Record, Store


def add_households(store: Store, rng: random.Random) -> None:
    """Households of long standing, and approvals and deregistrations of every planned month."""
    serial = rng.randint(100, 300)
    standing: dict[str, list[Record]] = {"MAINSTREAM": [], "CONNECTED_PERSON": []}

    def approve(kind: str, day: date) -> None:
        nonlocal serial
        serial += rng.randint(1, 3)
        standing[kind].append(
            store.add(
                "lcs_foster_households",
                day,
                household_id=f"FH{serial:04d}",
                approved_date=day,
                deregistered_date=None,
                household_kind=kind,
            )
        )

    rows = plan_files.rows("foster_households.csv")
    for kind, count in (("MAINSTREAM", int(rows[0]["opening_mainstream"])), ("CONNECTED_PERSON", 40)):
        for _ in range(count):
            approve(kind, date(2019, 12, 10) - timedelta(days=int(rng.expovariate(1 / 2200))))
    for row in rows:
        days = working_days_of(row["month"])[:-2]
        for kind, name in (("MAINSTREAM", "mainstream"), ("CONNECTED_PERSON", "connected")):
            for _ in range(int(row[f"deregistered_{name}"] or 0)):
                day = rng.choice(days)
                gone = standing[kind].pop(rng.randrange(len(standing[kind])))
                gone.change(day, deregistered_date=max(day, gone.values["approved_date"] + timedelta(days=30)))
            for _ in range(int(row[f"approved_{name}"] or 0)):
                approve(kind, rng.choice(days))
