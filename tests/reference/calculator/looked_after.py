"""Looked-after children: who is in care, who came, who left and how, their reviews, plans and visits.

Belongs here: indicators of the looked-after page. Does not belong: placements, health, education (own modules).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from tests.reference.calculator.care import Care, Period, care_of
from tests.reference.calculator.dates import (
    ONE_DAY,
    Month,
    add_months,
    is_within_working_days,
)
from tests.reference.calculator.delivery import Delivery
from tests.reference.calculator.events import Event, counted
from tests.reference.calculator.placements import open_stays, stays_of
from tests.reference.calculator.reading import Row, reported_as

INDICATORS = (
    "looked_after",
    "looked_after_admissions",
    "looked_after_ceased",
    "looked_after_ceased_permanence",
    "looked_after_ceased_special_guardianship",
    "special_guardianship_started",
    "looked_after_reviews_in_time",
    "looked_after_plans_up_to_date",
    "looked_after_visits_in_time",
)
PERMANENCE = {"adoption", "special_guardianship", "child_arrangements"}


def events(delivery: Delivery, months: list[Month]) -> Iterator[Event]:
    """Events of all indicators of looked-after children."""
    care = care_of(delivery)
    for month in months:
        yield from _in_care(care, month)
        yield from _guardians(delivery, month)
        yield from _reviews(care, month)
        yield from _plans(care, month)
        yield from _visits(care, month)


def _in_care(care: Care, month: Month) -> Iterator[Event]:
    for child_id in care.looked_after(month.last_on):
        yield counted("looked_after", month, child_id)
    for child_id, periods in care.periods.items():
        for period in periods:
            if month.holds(period.started_on) and not care.is_short_break(child_id, period.started_on):
                yield counted("looked_after_admissions", month, child_id)
    for period in ended_periods(care, month):
        way = reported_as("clae_cla_episode_ceased_reason", period.end_reason)
        yield counted("looked_after_ceased", month, period.child_id)
        yield counted("looked_after_ceased_permanence", month, period.child_id, way in PERMANENCE)
        is_guardianship = way == "special_guardianship"
        yield counted("looked_after_ceased_special_guardianship", month, period.child_id, is_guardianship)


def ended_periods(care: Care, month: Month) -> list[Period]:
    """Periods by which a child ceased to be looked after in the month; with an end recorded after it, at 18."""
    return [
        period
        for periods in care.periods.values()
        for period in periods
        if period.ended_on is not None and period.is_end_known
        if month.holds(left_on(care, period)) and not _is_short_break_at_end(care, period)
    ]


def left_on(care: Care, period: Period) -> date:
    """First day on which the child was not looked after any more: the end, or the 18th birthday before it."""
    return min(period.ended_on, care.turns_18_on(period.child_id) or date.max)


def _is_short_break_at_end(care: Care, period: Period) -> bool:
    last_day = max(period.started_on, left_on(care, period) - ONE_DAY)
    return care.is_short_break(period.child_id, last_day)


def _guardians(delivery: Delivery, month: Month) -> Iterator[Event]:
    for row in delivery.rows("ssd_legal_status"):
        is_guardianship = reported_as("lega_legal_status", row["lega_legal_status"]) == "special_guardianship"
        if is_guardianship and month.holds(row["lega_legal_status_start_date"]):
            yield counted("special_guardianship_started", month, row["lega_person_id"])


def _reviews(care: Care, month: Month) -> Iterator[Event]:
    for period, held in _reviews_held(care).items():
        for number, held_on in enumerate(held):
            if month.holds(held_on):
                is_met = _is_review_in_time(period, held, number)
                yield counted("looked_after_reviews_in_time", month, period.child_id, is_met)


def _reviews_held(care: Care) -> dict[Period, list[date]]:
    """Days of the reviews of each period, in order; cancelled ones and those of short breaks left out."""
    found: dict[Period, list[date]] = {}
    for row in care.delivery.rows("ssd_cla_reviews"):
        held_on = row["clar_cla_review_date"]
        if held_on is None or row["clar_cla_review_cancelled"]:
            continue
        period = _reviewed(care, row["clar_cla_id"], held_on)
        if period and not care.is_short_break(period.child_id, held_on):
            found.setdefault(period, []).append(held_on)
    return {period: sorted(days) for period, days in found.items()}


def _reviewed(care: Care, name: str | None, held_on: date) -> Period | None:
    """The period of the name that the child was in that day, its last day included; none where it may be of two
    children."""
    periods = [
        period
        for periods in care.periods.values()
        for period in periods
        if name in period.names and period.started_on <= held_on <= _until(care, period)
    ]
    if len({period.child_id for period in periods}) != 1:
        return None
    return max(periods, key=lambda period: period.started_on)


def _until(care: Care, period: Period) -> date:
    return min(period.ended_on or date.max, care.turns_18_on(period.child_id) or date.max)


def _is_review_in_time(period: Period, held: list[date], number: int) -> bool:
    if number == 0:
        return is_within_working_days(period.started_on, held[0], 20)
    return held[number] <= add_months(held[number - 1], 3 if number == 1 else 6)


def _plans(care: Care, month: Month) -> Iterator[Event]:
    day = month.last_on
    for child_id in care.looked_after(day):
        is_met = any(is_up_to_date(row, day) for row in plans_of(care.delivery, child_id, "LAC"))
        yield counted("looked_after_plans_up_to_date", month, child_id, is_met)


def plans_of(delivery: Delivery, child_id: str, plan_type: str) -> list[Row]:
    """Authorised plan documents of a child."""
    return [
        row
        for row in delivery.rows("lcs_plan_documents")
        if row["person_id"] == child_id and row["plan_type"] == plan_type and row["authorised_date"] is not None
    ]


def is_up_to_date(plan: Row, day: date) -> bool:
    """Whether a plan is up to date: from the day it is authorised to the day its review is due."""
    due_on = plan["review_due_date"]
    return due_on is not None and plan["authorised_date"] <= day <= due_on


def _visits(care: Care, month: Month) -> Iterator[Event]:
    """Every placement open in the child's period of care, temporary ones beside the standing one as well."""
    day = month.last_on
    for child_id in care.looked_after(day):
        for stay in open_stays(care, child_id, stays_of(care, child_id), day):
            is_met = _is_visited(care.delivery, child_id, stay.started_on, day)
            yield counted("looked_after_visits_in_time", month, child_id, is_met)


def _is_visited(delivery: Delivery, child_id: str, started_on: date, day: date) -> bool:
    """Whether a placement is visited within the national minimum standard, judged on the day."""
    seen_on = [
        row["clav_cla_visit_date"]
        for row in delivery.rows("ssd_cla_visits")
        if row["clav_person_id"] == child_id
        and row["clav_cla_visit_date"] is not None
        and row["clav_cla_visit_seen"] is not False
        and started_on <= row["clav_cla_visit_date"] <= day
    ]
    if not seen_on:
        return day <= started_on + timedelta(days=7)
    is_year_old = add_months(started_on, 12) <= day
    return day <= max(seen_on) + timedelta(days=84 if is_year_old else 42)
