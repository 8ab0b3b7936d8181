"""New and update assessments: started, authorised, in time, open and late, and what came of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tests.reference.calculator.dates import Month, is_within_working_days, working_days_after
from tests.reference.calculator.delivery import Delivery, setting_on
from tests.reference.calculator.events import Event, counted
from tests.reference.calculator.reading import YES, Row, reported_as

KINDS = ("new", "update")
OUTCOMES = "new_assessment_outcomes"
PARTS = ("started", "completed", "open_late", "within_45_working_days")
INDICATORS = (*(f"{kind}_assessments_{part}" for kind in KINDS for part in PARTS), OUTCOMES)
LIMIT = 45


def events(delivery: Delivery, months: list[Month]) -> Iterator[Event]:
    """An assessment counts per child, in the month it started and in the month it was authorised."""
    for assessment in delivery.rows("ssd_cin_assessments"):
        child, kind = assessment["cina_person_id"], kind_of(delivery, assessment)
        started, authorised = assessment["cina_assessment_start_date"], assessment["cina_assessment_auth_date"]
        clock = clock_start(delivery, assessment, kind)
        for month in months:
            if month.holds(started):
                yield counted(f"{kind}_assessments_started", month, child)
            if month.holds(authorised):
                yield counted(f"{kind}_assessments_completed", month, child)
                in_time = is_within_working_days(clock, authorised, LIMIT)
                yield counted(f"{kind}_assessments_within_45_working_days", month, child, in_time)
                if kind == "new":
                    yield from _outcomes(delivery, assessment, month)
            elif is_open_and_late(started, authorised, clock, month) and delivery.is_alive(child, month.last_on):
                yield counted(f"{kind}_assessments_open_late", month, child)


def is_open_and_late(started: date | None, authorised: date | None, clock: date | None, month: Month) -> bool:
    """Begun and not authorised by the month end, which is day 46 or later."""
    if started is None or started > month.last_on or (authorised and authorised <= month.last_on):
        return False
    return working_days_after(clock, month.last_on) > LIMIT


def kind_of(delivery: Delivery, assessment: Row) -> str:
    """What the form says; where it does not, the first assessment of a referral is new and each later one an update."""
    form = delivery.by_key("lcs_assessment_details").get(assessment["cina_assessment_id"])
    said = form and reported_as("assessment_kind", form["assessment_kind"])
    if said in KINDS:
        return said
    referral = assessment["cina_referral_id"]
    of_referral = [row for row in delivery.rows("ssd_cin_assessments") if row["cina_referral_id"] == referral]
    is_first = referral is None or min(of_referral, key=_order) is assessment
    return "new" if is_first else "update"


def clock_start(delivery: Delivery, assessment: Row, kind: str) -> date | None:
    """The referral's day for a new assessment, its own start for an update or where there is no referral."""
    referral = delivery.by_key("ssd_cin_episodes").get(assessment["cina_referral_id"])
    referred = referral and referral["cine_referral_date"]
    return (kind == "new" and referred) or assessment["cina_assessment_start_date"]


def _outcomes(delivery: Delivery, assessment: Row, month: Month) -> Iterator[Event]:
    """One outcome; where a rule of the council holds on the day it was authorised, one also referred to another agency
    stands under the rule's outcome as well, without weight.
    """
    child = assessment["cina_person_id"]
    form = delivery.by_key("lcs_assessment_details").get(assessment["cina_assessment_id"])
    outcome = (form and reported_as("outcome", form["outcome"])) or "not_recorded_other"
    yield counted(OUTCOMES, month, child, breakdown=outcome)
    rule = setting_on(delivery.setting_rows("assessment_counting_rules"), assessment["cina_assessment_auth_date"])
    said = (assessment["cina_assessment_outcome_json"] or {}).get("REFERRAL_TO_OTHER_AGENCY_FLAG")
    if rule and str(said).strip().upper() in YES and rule["other_agency_counts_as"] != outcome:
        yield Event(OUTCOMES, rule["other_agency_counts_as"], month, child, numerator=1, weight=0)


def _order(assessment: Row) -> tuple[date, str]:
    return assessment["cina_assessment_start_date"] or date.max, assessment["cina_assessment_id"]
