"""Adoptions in the tracker: orders, their days, and their share of the children who left care.

Belongs here: the tracker. Does not belong: averages of the year so far (values.py adds the months up).
"""

from __future__ import annotations

from collections.abc import Iterator

from tests.reference.calculator.care import care_of
from tests.reference.calculator.dates import Month, add_months
from tests.reference.calculator.delivery import Delivery
from tests.reference.calculator.events import ALL, Event, counted
from tests.reference.calculator.looked_after import ended_periods
from tests.reference.calculator.reading import Row

INDICATORS = (
    "adoptions",
    "adoptions_within_12_months",
    "adoption_days_to_placement",
    "adoption_days_to_match",
    "looked_after_adopted",
)


def events(delivery: Delivery, months: list[Month]) -> Iterator[Event]:
    """Events of all indicators of adoption, in the month of the order."""
    care = care_of(delivery)
    for month in months:
        for row in delivery.rows("tracker_adoptions"):
            if month.holds(row["adoption_order_date"]):
                yield from _events_of(row, month)
        for period in ended_periods(care, month):
            yield Event("looked_after_adopted", ALL, month, period.child_id, 0, 1)


def _events_of(row: Row, month: Month) -> Iterator[Event]:
    child_id, ordered_on, decided_on = row["person_id"], row["adoption_order_date"], row["shobpa_date"]
    yield counted("adoptions", month, child_id)
    is_met = decided_on is not None and decided_on <= ordered_on <= add_months(decided_on, 12)
    yield counted("adoptions_within_12_months", month, child_id, is_met)
    yield Event("looked_after_adopted", ALL, month, child_id, 1, 0)
    in_care_on, moved_in_on = row["entered_care_date"], row["foster_carer_placed_date"] or row["placed_date"]
    if in_care_on and moved_in_on:
        days = max(0, (moved_in_on - in_care_on).days)
        yield Event("adoption_days_to_placement", ALL, month, child_id, days)
    placement_order_on, matched_on = row["placement_order_date"], row["matched_date"]
    if placement_order_on and matched_on:
        days = max(0, (matched_on - placement_order_on).days)
        yield Event("adoption_days_to_match", ALL, month, child_id, days)
