"""What follows care, as raw rows: adoptions in the tracker, care-leaver statuses, pathway plans; foster households.

Belongs here: strategies for records kept outside the periods of care. Does not belong: staff (staff.py).
"""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st

from tests.reference.calculator.dates import ONE_DAY
from tests.reference.histories.care import a_month_end, one_in
from tests.reference.histories.care_upkeep import plan_document
from tests.reference.histories.children import Child, Family, Rows

ELIGIBILITIES = ("ELIGIBLE", "RELEVANT", "FORMER_RELEVANT", "FORMER_RELEVANT", "QUALIFYING", None)
HOMES = ("B", "C", "R", "S", "W", "X", "U", "Z", "B1", "U2", "W1", None)
ACTIVITIES = ("F1", "P2", "F4", "P5", "G4", "G5", "G6", None)


def adoptions(family: Family) -> Rows:
    """Rows of the tracker: orders a year after the decision, matches before the order, carers who adopt."""
    rows: Rows = []
    for _ in family.times(3):
        entered_on = family.calendar.day()
        decided_on = family.calendar.after(entered_on)
        placement_order_on = family.calendar.perhaps(decided_on)
        placed_on = family.calendar.perhaps(entered_on)
        days = {
            "entered_care_date": None if one_in(family, 10) else entered_on,
            "shobpa_date": None if one_in(family, 10) else decided_on,
            "placement_order_date": placement_order_on,
            "matched_date": family.calendar.perhaps(placement_order_on),
            "placed_date": placed_on,
            "foster_carer_placed_date": family.calendar.after(entered_on) if one_in(family, 4) else None,
            "adoption_order_date": family.calendar.perhaps(decided_on, 8),
        }
        row = {"tracker_id": family.new_id("X"), "person_id": family.child().child_id}
        rows.append(("tracker_adoptions", row | {name: family.text(day) for name, day in days.items()}))
    return rows


def care_leavers(family: Family) -> Rows:
    """A chain of statuses, rows multiplied as joins do, ended the day before the next or on its first day."""
    rows: Rows = []
    for child in family.children:
        if not one_in(family, 2):
            continue
        start = family.calendar.day() - timedelta(days=family.draw(st.sampled_from((0, 0, 30, 400))))
        for _ in range(1 + max(family.times(2), default=0)):
            following = max(start, family.calendar.after(start))
            ends = (following, following - ONE_DAY, a_month_end(family), None, None)
            end = family.draw(st.sampled_from(ends))
            rows += [_status(family, child, start, end) for _ in range(2 if one_in(family, 4) else 1)]
            start = following
        for _ in family.times(2):
            authorised_on = family.calendar.day()
            due_on = a_month_end(family) if one_in(family, 2) else family.calendar.perhaps(authorised_on)
            rows.append(plan_document(family, child, "PATHWAY", authorised_on, due_on))
    return rows


def _status(family: Family, child: Child, start: date, end: date | None) -> tuple[str, dict]:
    return (
        "lcs_care_leaver_history",
        {
            "record_id": family.new_id("L"),
            "person_id": child.child_id,
            "valid_from": family.text(None if one_in(family, 30) else start),
            "valid_to": family.text(end),
            "eligibility": family.code(*ELIGIBILITIES),
            "accommodation": family.code(*HOMES),
            "accommodation_suitable": family.draw(st.sampled_from(("1", "2", None))),
            "activity": family.code(*ACTIVITIES),
        },
    )


def foster_households(family: Family) -> Rows:
    """Households approved and ended on days that other records share."""
    rows: Rows = []
    for _ in family.times(3):
        approved_on = family.calendar.perhaps(None, 10)
        row = {
            "household_id": family.new_id("F"),
            "approved_date": family.text(approved_on),
            "deregistered_date": family.text(family.calendar.perhaps(approved_on, 2)),
            "household_kind": family.code("MAINSTREAM", "MAINSTREAM", "CONNECTED_PERSON", None),
        }
        rows.append(("lcs_foster_households", row))
    return rows
