"""Conferences, child protection plans, their reviews, visits and documents, as raw rows.

Belongs here: strategies for children on a plan. Does not belong: what led to the conference (front_door.py).
"""

from __future__ import annotations

from datetime import date, timedelta

from tests.reference.calculator.dates import add_months
from tests.reference.histories.children import Family, Rows


def on_a_plan(family: Family) -> Rows:
    """Conferences and the plans that may follow them, each with its own records."""
    rows: Rows = []
    for _ in family.times(4):
        rows += conference_and_plan(family)
    return rows


def conference_and_plan(family: Family) -> Rows:
    """An enquiry, a conference around day 15 of it, a plan from it; any of the three can be missing."""
    child = family.child().child_id
    enquiry, conference, plan = family.new_id("E"), family.new_id("F"), family.new_id("P")
    discussed = family.calendar.perhaps(None, 9)
    held = family.calendar.within(discussed, 15)
    rows: Rows = []
    if family.draw_one(True, True, False):
        row = {"s47e_s47_enquiry_id": enquiry, "s47e_person_id": child, "s47e_s47_start_date": family.text(discussed)}
        rows.append(("ssd_s47_enquiry", row))
    if family.draw_one(True, True, True, False):
        rows.append(
            (
                "ssd_initial_cp_conference",
                {
                    "icpc_icpc_id": conference,
                    "icpc_s47_enquiry_id": family.draw_one(enquiry, enquiry, None),
                    "icpc_person_id": child,
                    "icpc_cp_plan_id": plan,
                    "icpc_icpc_transfer_in": family.draw_one("N", None, "Y", "N"),
                    "icpc_icpc_target_date": family.text(family.calendar.perhaps(held, 2)),
                    "icpc_icpc_date": family.text(held),
                },
            )
        )
    start = family.draw_one(held, family.calendar.after(held))
    return rows + earlier_plan(family, child, start) + plan_and_upkeep(family, child, plan, conference, start)


def earlier_plan(family: Family, child: str, start: date | None) -> Rows:
    """Seldom a plan that ended about two years before, or long before: what follows is a second, then a third plan."""
    if start is None or family.draw_one(*[True] * 4, False):
        return []
    end = add_months(start, -family.draw_one(24, 24, 36, 60)) - timedelta(days=family.draw_one(0, 1))
    row = {
        "cppl_cp_plan_id": family.new_id("P"),
        "cppl_person_id": child,
        "cppl_cp_plan_start_date": family.text(add_months(end, -6)),
        "cppl_cp_plan_end_date": family.text(end),
        "cppl_cp_plan_ola": "N",
    }
    return [("ssd_cp_plans", row)]


def plan_and_upkeep(family: Family, child: str, plan: str, conference: str, start: date | None) -> Rows:
    """A plan, sometimes of another authority, and after it now and then the next of the same child."""
    end = family.calendar.perhaps(start, 2)
    row = {
        "cppl_cp_plan_id": plan,
        "cppl_icpc_id": family.draw_one(conference, conference, None),
        "cppl_person_id": child,
        "cppl_cp_plan_start_date": family.text(start),
        "cppl_cp_plan_end_date": family.text(end),
        "cppl_cp_plan_ola": family.draw_one("N", None, "N", "N", "Y"),
    }
    rows: Rows = [("ssd_cp_plans", row)]
    rows += reviews(family, child, plan, start) + visits(family, child, plan)
    for _ in family.times(2):
        rows += document(family, child, start, "CP")
    if end and family.draw_one(True, False):
        rows += plan_and_upkeep(family, child, family.new_id("P"), "F0000", family.calendar.after(end))
    return rows


def reviews(family: Family, child: str, plan: str, before: date | None) -> Rows:
    """Reviews around 3 and 6 months on, some planned only, some that do not name the plan."""
    rows: Rows = []
    for _ in family.times(3):
        held = family.calendar.perhaps(before, 8)
        row = {
            "cppr_cp_review_id": family.new_id("V"),
            "cppr_person_id": child,
            "cppr_cp_plan_id": family.draw_one(plan, plan, plan, None, None, "P0000", "P037"),
            "cppr_cp_review_due": family.text(family.calendar.perhaps(before)),
            "cppr_cp_review_date": family.text(held),
        }
        rows.append(("ssd_cp_reviews", row))
        before = held or before
    return rows


def visits(family: Family, child: str, plan: str) -> Rows:
    """Visits about a fortnight before month ends; the child seen, not seen, or not said."""
    rows: Rows = []
    for _ in family.times(3):
        row = {
            "cppv_cp_visit_id": family.new_id("W"),
            "cppv_person_id": child,
            "cppv_cp_plan_id": family.draw_one(plan, plan, None),
            "cppv_cp_visit_date": family.text(family.calendar.perhaps(None, 9)),
            "cppv_cp_visit_seen": family.flag(),
        }
        rows.append(("ssd_cp_visits", row))
    return rows


def document(family: Family, child: str, near: date | None, plan_type: str) -> Rows:
    """A plan document, authorised or not, whose review is due or has no day."""
    authorised = family.calendar.perhaps(near, 9)
    row = {
        "plan_document_id": family.new_id("D"),
        "person_id": child,
        "plan_type": family.code(plan_type, plan_type, plan_type, "LAC"),
        "authorised_date": family.text(authorised),
        "review_due_date": family.text(family.calendar.perhaps(authorised, 6)),
    }
    return [("lcs_plan_documents", row)]
