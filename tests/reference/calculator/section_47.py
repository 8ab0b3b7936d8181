"""Section 47 enquiries: started on the day of the strategy discussion, completed, and with which outcome."""

from __future__ import annotations

from collections.abc import Iterator

from tests.reference.calculator.dates import Month
from tests.reference.calculator.delivery import Delivery
from tests.reference.calculator.events import Event, counted
from tests.reference.calculator.reading import reported_as

STARTED = ("s47_started", "s47_started_rolling_12_months")
COMPLETED, OUTCOMES, MISSING = "s47_completed", "s47_outcomes", "s47_outcome_not_recorded"
INDICATORS = (*STARTED, COMPLETED, OUTCOMES, MISSING)
NOT_RECORDED = "not_recorded"


def events(delivery: Delivery, months: list[Month]) -> Iterator[Event]:
    """Each enquiry counts per child, in the month it started and in the month it was completed."""
    for enquiry in delivery.rows("ssd_s47_enquiry"):
        child = enquiry["s47e_person_id"]
        outcome = outcome_of(delivery, enquiry["s47e_s47_enquiry_id"])
        for month in months:
            if month.holds(enquiry["s47e_s47_start_date"]):
                for name in STARTED:
                    yield counted(name, month, child)
            if month.holds(enquiry["s47e_s47_end_date"]):
                yield counted(COMPLETED, month, child)
                yield counted(OUTCOMES, month, child, breakdown=outcome)
                yield counted(MISSING, month, child, outcome == NOT_RECORDED)


def outcome_of(delivery: Delivery, enquiry_id: str) -> str:
    """What the outcome form says; no form, or an empty one, is not recorded."""
    form = delivery.by_key("lcs_s47_details").get(enquiry_id)
    return (form and reported_as("concerns_outcome", form["concerns_outcome"])) or NOT_RECORDED
