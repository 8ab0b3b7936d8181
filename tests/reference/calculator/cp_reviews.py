"""Reviews of child protection plans of this authority, in the month they were held, and whether they were in time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tests.reference.calculator.child_protection import own_plans
from tests.reference.calculator.dates import Month, add_months
from tests.reference.calculator.delivery import Delivery
from tests.reference.calculator.events import Event, counted
from tests.reference.calculator.reading import Row

IN_TIME = "cp_reviews_in_time"
INDICATORS = (IN_TIME,)


def events(delivery: Delivery, months: list[Month]) -> Iterator[Event]:
    """The first review is counted from the conference, each later one from the review before; none before that day."""
    for plan, reviews in reviews_by_plan(delivery):
        due_from, limit = conference_day(delivery, plan) or plan["cppl_cp_plan_start_date"], 3
        for review in sorted(reviews, key=lambda row: (row["cppr_cp_review_date"], row["cppr_cp_review_id"])):
            held = review["cppr_cp_review_date"]
            is_in_time = due_from is not None and due_from <= held <= add_months(due_from, limit)
            for month in months:
                if month.holds(held):
                    yield counted(IN_TIME, month, review["cppr_person_id"], is_in_time)
            due_from, limit = held, 6


def reviews_by_plan(delivery: Delivery) -> list[tuple[Row, list[Row]]]:
    """The reviews held of each plan, by its last day; one that names no plan belongs to the one the child was on."""
    plans = own_plans(delivery)
    found: dict[str, list[Row]] = {plan["cppl_cp_plan_id"]: [] for plan in plans}
    children = {plan["cppl_cp_plan_id"]: plan["cppl_person_id"] for plan in plans}
    for review in delivery.rows("ssd_cp_reviews"):
        child, held = review["cppr_person_id"], review["cppr_cp_review_date"]
        named = review["cppr_cp_plan_id"] or plan_on(plans, child, held)
        if held and children.get(named) == child:
            found[named].append(review)
    return [(plan, [one for one in found[plan["cppl_cp_plan_id"]] if _is_held_by_end(plan, one)]) for plan in plans]


def _is_held_by_end(plan: Row, review: Row) -> bool:
    return plan["cppl_cp_plan_end_date"] is None or review["cppr_cp_review_date"] <= plan["cppl_cp_plan_end_date"]


def plan_on(plans: list[Row], child: str, day: date | None) -> str | None:
    """The plan a child was on, its last day included; of two the one begun last."""
    held = [
        (plan["cppl_cp_plan_start_date"], plan["cppl_cp_plan_id"])
        for plan in plans
        if day
        and plan["cppl_person_id"] == child
        and plan["cppl_cp_plan_start_date"]
        and plan["cppl_cp_plan_start_date"] <= day <= (plan["cppl_cp_plan_end_date"] or day)
    ]
    return max(held)[1] if held else None


def conference_day(delivery: Delivery, plan: Row) -> date | None:
    """The day of the initial conference that the plan names."""
    conference = delivery.by_key("ssd_initial_cp_conference").get(plan["cppl_icpc_id"])
    return conference["icpc_icpc_date"] if conference else None
