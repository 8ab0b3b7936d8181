"""The council's own child protection plans as later subjects need them: their days, their families, who is open when.

Belongs here: reading plans out of the store, choosing children of whole families. Does not belong here: making plans.
"""

import random
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from orchestration.demo.base.months import DELIVERED, extract_date, last_day, shift
from orchestration.demo.base.records import Record, Store

AFTER_ALL = extract_date(DELIVERED[-1])


@dataclass(eq=False)
class OwnPlan:
    """One plan; siblings whose plans come from one conference are one family."""

    id: str
    child: str
    family: str
    start: date
    end: date | None
    conference: date
    record: Record

    def is_open(self, on: date) -> bool:
        """True from the start to the day before the end."""
        return self.start <= on and (self.end is None or self.end > on)


def read(store: Store) -> list[OwnPlan]:
    """All own plans that the last delivery knows, with their true ends."""
    held = {r.values["icpc_icpc_id"]: r.values.get("icpc_icpc_date") for r in store.tables["ssd_initial_cp_conference"]}
    found = []
    for record in store.tables["ssd_cp_plans"]:
        known = record.as_known(AFTER_ALL)
        if known is None or known["cppl_cp_plan_ola"] == "Y":
            continue
        start = known["cppl_cp_plan_start_date"]
        found.append(
            OwnPlan(
                known["cppl_cp_plan_id"],
                known["cppl_person_id"],
                known["cppl_cp_plan_id"].rsplit("-", 1)[0] if known["cppl_icpc_id"] else known["cppl_cp_plan_id"],
                start,
                known["cppl_cp_plan_end_date"],
                held.get(known["cppl_icpc_id"]) or start,
                record,
            )
        )
    return found


def open_as_reported(plans: list[OwnPlan], month: str) -> list[OwnPlan]:
    """Plans open at the month end as the delivery says from which the month is last computed."""
    on, end = extract_date(min(shift(month, 2), "2020-12" if month <= "2020-12" else DELIVERED[-1])), last_day(month)
    found = []
    for plan in plans:
        known = plan.record.as_known(on)
        ended = known and known["cppl_cp_plan_end_date"]
        if known and plan.start <= end and (ended is None or ended > end):
            found.append(plan)
    return found


def families(plans: Iterable[OwnPlan]) -> list[list[OwnPlan]]:
    """Plans side by side that belong to one family, in a fixed order."""
    found: dict[str, list[OwnPlan]] = defaultdict(list)
    for plan in plans:
        found[plan.family].append(plan)
    return list(found.values())


def pick(rng: random.Random, groups: list[list[OwnPlan]], count: int) -> list[OwnPlan]:
    """`count` plans out of groups in the order given, whole groups as long as they fit. ValueError if too few."""
    found: list[OwnPlan] = []
    left_over: list[OwnPlan] = []
    for group in groups:
        if len(found) + len(group) <= count:
            found += group
        else:
            left_over += group
    found += left_over[: count - len(found)]
    if len(found) < count:
        raise ValueError("too few plans to choose from")
    return found
