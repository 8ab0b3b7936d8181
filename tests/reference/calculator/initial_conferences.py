"""Initial child protection conferences held, transfers in included, and whether they were held in time."""

from __future__ import annotations

from collections.abc import Iterator

from tests.reference.calculator.dates import Month, is_within_working_days
from tests.reference.calculator.delivery import Delivery
from tests.reference.calculator.events import Event, counted
from tests.reference.calculator.reading import Row

COUNTED = ("initial_conferences", "initial_conferences_rolling_12_months")
IN_TIME = "initial_conferences_within_15_working_days"
INDICATORS = (*COUNTED, IN_TIME)


def events(delivery: Delivery, months: list[Month]) -> Iterator[Event]:
    """Each child of a conference, by the day it was held; planned conferences have no such day."""
    for conference in delivery.rows("ssd_initial_cp_conference"):
        child = conference["icpc_person_id"]
        for month in months:
            if month.holds(conference["icpc_icpc_date"]):
                for name in COUNTED:
                    yield counted(name, month, child)
                yield counted(IN_TIME, month, child, is_in_time(delivery, conference))


def is_in_time(delivery: Delivery, conference: Row) -> bool:
    """Within 15 working days of the strategy discussion, a transfer in by its target date; without either day, not."""
    held, target = conference["icpc_icpc_date"], conference["icpc_icpc_target_date"]
    if conference["icpc_icpc_transfer_in"]:
        return target is not None and held <= target
    enquiry = delivery.by_key("ssd_s47_enquiry").get(conference["icpc_s47_enquiry_id"])
    return enquiry is not None and is_within_working_days(enquiry["s47e_s47_start_date"], held, 15)
