"""Health and dental checks of looked-after children, and initial health assessments.

Belongs here: which check is done, up to date, in time. Does not belong: who is looked after (care.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tests.reference.calculator.care import Care, care_of
from tests.reference.calculator.dates import Month, add_months, birthday, is_within_working_days, working_days_after
from tests.reference.calculator.delivery import Delivery
from tests.reference.calculator.events import Event, counted
from tests.reference.calculator.reading import reported_as

INDICATORS = ("health_assessments_up_to_date", "dental_checks_up_to_date", "initial_health_assessments_in_time")
INITIAL = {"initial_health_assessment"}
ASSESSMENTS = INITIAL | {"review_health_assessment"}


def events(delivery: Delivery, months: list[Month]) -> Iterator[Event]:
    """Events of all indicators of health."""
    care = care_of(delivery)
    checks = checks_done(delivery)
    for month in months:
        day = month.last_on
        for child_id in care.looked_after(day):
            if working_days_after(care.looked_after_since(child_id, day), day) < 20:
                continue
            of_child = [(kind, done_on) for child, kind, done_on in checks if child == child_id]
            lasts = 6 if _is_under_5(care, child_id, day) else 12
            is_assessed = _is_up_to_date(of_child, ASSESSMENTS, lasts, day)
            yield counted("health_assessments_up_to_date", month, child_id, is_assessed)
            is_checked = _is_up_to_date(of_child, {"dental_check"}, 12, day)
            yield counted("dental_checks_up_to_date", month, child_id, is_checked)
        for child_id, kind, done_on in checks:
            if kind in INITIAL and month.holds(done_on) and not care.is_adult(child_id, done_on):
                begun = [one.started_on for one in care.periods.get(child_id, ()) if one.started_on <= done_on]
                is_met = bool(begun) and is_within_working_days(max(begun), done_on, 20)
                yield counted("initial_health_assessments_in_time", month, child_id, is_met)


def checks_done(delivery: Delivery) -> list[tuple[str, str, date]]:
    """Child, kind and day of the checks that were done; no status beside a date means done."""
    found = []
    for row in delivery.rows("ssd_cla_health"):
        status, done_on = row["clah_health_check_status"], row["clah_health_check_date"]
        kind = reported_as("clah_health_check_type", row["clah_health_check_type"])
        if kind and done_on and reported_as("clah_health_check_status", status) in ("done", None):
            found.append((row["clah_person_id"], kind, done_on))
    return found


def _is_under_5(care: Care, child_id: str, day: date) -> bool:
    born_on = care.delivery.born_on(child_id)
    return born_on is not None and day < birthday(born_on, 5)


def _is_up_to_date(checks: list[tuple[str, date]], kinds: set[str], lasts: int, day: date) -> bool:
    """Whether a check of the kinds was done by the day and is at most `lasts` months old."""
    return any(kind in kinds and done_on <= day <= add_months(done_on, lasts) for kind, done_on in checks)
