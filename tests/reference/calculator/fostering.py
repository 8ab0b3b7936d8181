"""Fostering households: approved at the month end, come and gone in the month.

Belongs here: households. Does not belong: children in foster placements (placements.py).
"""

from __future__ import annotations

from collections.abc import Iterator

from tests.reference.calculator.dates import Month, is_open_on
from tests.reference.calculator.delivery import Delivery
from tests.reference.calculator.events import Event, counted

INDICATORS = ("foster_households", "foster_households_approved", "foster_households_deregistered")


def events(delivery: Delivery, months: list[Month]) -> Iterator[Event]:
    """Households at the month end, those for a relative's child left out; all that came or went in the month."""
    for month in months:
        for row in delivery.rows("lcs_foster_households"):
            household, began_on, ended_on = row["household_id"], row["approved_date"], row["deregistered_date"]
            if row["household_kind"] != "CONNECTED_PERSON" and is_open_on(month.last_on, began_on, ended_on):
                yield counted("foster_households", month, household)
            if month.holds(began_on):
                yield counted("foster_households_approved", month, household)
            if month.holds(ended_on):
                yield counted("foster_households_deregistered", month, household)
