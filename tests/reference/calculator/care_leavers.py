"""Care leavers, from the dated history of their status.

Belongs here: which row holds on a day and what it says. Does not belong: who is looked after (care.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tests.reference.calculator.care import Care, care_of
from tests.reference.calculator.dates import Month, birthday
from tests.reference.calculator.delivery import Delivery
from tests.reference.calculator.events import Event, counted
from tests.reference.calculator.looked_after import is_up_to_date, plans_of
from tests.reference.calculator.reading import Row, reported_as

INDICATORS = (
    "care_leavers",
    "care_leavers_suitable_accommodation",
    "care_leavers_in_education_employment_training",
    "care_leavers_pathway_plans",
    "care_leavers_pathway_plans_up_to_date",
)
LEFT_CARE = {"RELEVANT", "FORMER_RELEVANT", "QUALIFYING"}


def events(delivery: Delivery, months: list[Month]) -> Iterator[Event]:
    """Events of all indicators of care leavers."""
    care = care_of(delivery)
    for month in months:
        day = month.last_on
        for person_id, row in statuses_on(delivery, day).items():
            if is_care_leaver(care, row, day):
                yield from _status(row, month)
            elif not (row["eligibility"] == "ELIGIBLE" and care.is_looked_after(person_id, day)):
                continue
            authorised = [one for one in plans_of(delivery, person_id, "PATHWAY") if one["authorised_date"] <= day]
            is_reviewed = any(is_up_to_date(one, day) for one in authorised)
            yield counted("care_leavers_pathway_plans", month, person_id, bool(authorised))
            yield counted("care_leavers_pathway_plans_up_to_date", month, person_id, is_reviewed)


def statuses_on(delivery: Delivery, day: date) -> dict[str, Row]:
    """The row that counts for each person: of those that hold on the day the one begun last, then the last by id."""
    held = [
        row
        for row in delivery.rows("lcs_care_leaver_history")
        if row["valid_from"] is not None and row["valid_from"] <= day and (row["valid_to"] or date.max) >= day
        if delivery.is_alive(row["person_id"], day)
    ]
    held.sort(key=lambda row: (row["valid_from"], row["record_id"]))
    return {row["person_id"]: row for row in held}


def is_care_leaver(care: Care, row: Row, day: date) -> bool:
    """Left care by the row, not looked after on the day, under 26."""
    born_on = care.delivery.born_on(row["person_id"])
    is_26 = born_on is not None and birthday(born_on, 26) <= day
    return row["eligibility"] in LEFT_CARE and not care.is_looked_after(row["person_id"], day) and not is_26


def _status(row: Row, month: Month) -> Iterator[Event]:
    person_id = row["person_id"]
    is_suitable = reported_as("accommodation", row["accommodation"]) == "suitable"
    is_busy = (row["activity"] or "")[:1] in ("F", "P")
    yield counted("care_leavers", month, person_id)
    yield counted("care_leavers_suitable_accommodation", month, person_id, is_suitable)
    yield counted("care_leavers_in_education_employment_training", month, person_id, is_busy)
