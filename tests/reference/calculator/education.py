"""School terms of looked-after children: education plans, timetables, absence, exclusions.

Belongs here: which children of a term count. Does not belong: gaps in collection (values.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from tests.reference.calculator.care import Care, care_of
from tests.reference.calculator.dates import Month, add_months, birthday
from tests.reference.calculator.delivery import Delivery, seed_rows
from tests.reference.calculator.events import ALL, Event, counted
from tests.reference.calculator.reading import Row

INDICATORS = (
    "personal_education_plans",
    "personal_education_plans_up_to_date",
    "reduced_timetables",
    "school_absence",
    "persistent_absence",
    "fixed_term_exclusions",
)


def events(delivery: Delivery, months: list[Month]) -> Iterator[Event]:
    """Events of all indicators of education, in the months that first report a term."""
    care = care_of(delivery)
    for term in seed_rows("school_terms"):
        month = Month(date.fromisoformat(term["reported_month_on"]))
        if month not in months:
            continue
        first_on, last_on = date.fromisoformat(term["first_on"]), date.fromisoformat(term["last_on"])
        for row in delivery.rows("epep_terms"):
            is_of_term = (row["academic_year"], row["term"]) == (term["academic_year"], term["term"])
            if is_of_term and _is_in_cohort(care, row["person_id"], first_on, last_on):
                yield from _plans(row, month)
                if _is_in_care_for_a_year(care, row["person_id"], last_on):
                    yield from _attendance(row, month)


def _is_in_cohort(care: Care, child_id: str, first_on: date, last_on: date) -> bool:
    """Looked after on a day of the term, two by its last day and not yet 18 on it."""
    born_on = care.delivery.born_on(child_id)
    if born_on is None or not birthday(born_on, 2) <= last_on < birthday(born_on, 18):
        return False
    days = (last_on - first_on).days + 1
    return any(care.is_looked_after(child_id, first_on + timedelta(days=count)) for count in range(days))


def _is_in_care_for_a_year(care: Care, child_id: str, last_on: date) -> bool:
    """Looked after on the last day of the term and without a gap for 12 months."""
    if not care.is_looked_after(child_id, last_on):
        return False
    return add_months(care.looked_after_since(child_id, last_on), 12) <= last_on


def _plans(row: Row, month: Month) -> Iterator[Event]:
    child_id, has_plan = row["person_id"], bool(row["pep_in_place"])
    yield counted("personal_education_plans", month, child_id, has_plan)
    yield counted("personal_education_plans_up_to_date", month, child_id, has_plan and bool(row["pep_up_to_date"]))
    yield counted("reduced_timetables", month, child_id, bool(row["reduced_timetable"]))


def _attendance(row: Row, month: Month) -> Iterator[Event]:
    child_id, exclusions = row["person_id"], row["fixed_term_exclusions"] or 0
    possible, missed = row["sessions_possible"] or 0, row["sessions_missed"] or 0
    yield counted("fixed_term_exclusions", month, child_id, exclusions >= 1)
    if possible > 0:  # sessions missed of none that are known would be a share of nothing
        yield Event("school_absence", ALL, month, child_id, missed, possible)
        yield counted("persistent_absence", month, child_id, missed * 10 >= possible)
