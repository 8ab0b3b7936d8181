"""Children in need at the month end: in need and nothing more, as the department counts, and with a plan up to date."""

from __future__ import annotations

from collections.abc import Iterator

from tests.reference.calculator import care_leavers, child_protection, looked_after
from tests.reference.calculator.child_protection import has_plan_up_to_date
from tests.reference.calculator.dates import Month, is_open_on
from tests.reference.calculator.delivery import Delivery
from tests.reference.calculator.events import Event, counted

ONLY, ALL_GROUPS, PLANNED = "cin_open", "children_in_need", "cin_plans_up_to_date"
INDICATORS = (ONLY, ALL_GROUPS, PLANNED)
OTHER_GROUPS = ((child_protection, "cp_plans_open"), (looked_after, "looked_after"), (care_leavers, "care_leavers"))


def events(delivery: Delivery, months: list[Month]) -> Iterator[Event]:
    """The three other groups as their own subjects count them, then the children who are in none of them."""
    elsewhere: set[tuple[Month, str]] = set()
    for subject, name in OTHER_GROUPS:
        for event in subject.events(delivery, months):
            if event.indicator_id == name:
                elsewhere.add((event.month, event.child_id))
                yield counted(ALL_GROUPS, event.month, event.child_id)
    for month in months:
        for child, days_open in open_cases(delivery, month).items():
            if (month, child) not in elsewhere:
                yield counted(ONLY, month, child)
                yield counted(ALL_GROUPS, month, child)
                if days_open >= 45:
                    is_planned = has_plan_up_to_date(delivery, child, "CIN", month.last_on)
                    yield counted(PLANNED, month, child, is_planned)


def open_cases(delivery: Delivery, month: Month) -> dict[str, int]:
    """Children with an open case at the month end, and for how many days their oldest has been open."""
    found: dict[str, int] = {}
    for case in delivery.rows("ssd_cin_episodes"):
        referred, closed = case["cine_referral_date"], case["cine_close_date"]
        child = case["cine_person_id"]
        is_open = is_open_on(month.last_on, referred, closed) and delivery.is_alive(child, month.last_on)
        if is_open and not case["cine_referral_nfa"]:
            found[child] = max((month.last_on - referred).days, found.get(child, 0))
    return found
