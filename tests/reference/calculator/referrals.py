"""Referrals, those that went on to an assessment, re-referrals, and the child sexual exploitation cohort."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tests.reference.calculator.dates import Month, add_months, is_open_on
from tests.reference.calculator.delivery import Delivery
from tests.reference.calculator.events import Event, counted
from tests.reference.calculator.reading import Row

COUNTED = ("referrals", "referrals_rolling_12_months")
REPEATED = ("rereferrals", "rereferrals_rolling_12_months")
ASSESSED, EXPLOITED, COHORT = "referrals_to_assessment", "cse_referrals", "cse_cohort"
INDICATORS = (*COUNTED, *REPEATED, ASSESSED, EXPLOITED, COHORT)
EXPLOITATION = {"CSE_VICTIM", "CSE_PERPETRATOR"}


def events(delivery: Delivery, months: list[Month]) -> Iterator[Event]:
    """A referral counts per child by its date; the cohort by month end."""
    referrals = delivery.rows("ssd_cin_episodes")
    assessed = {row["cina_referral_id"] for row in delivery.rows("ssd_cin_assessments")}
    reasons = {row["referral_id"]: row["referral_reason"] for row in delivery.rows("lcs_referral_details")}
    for referral in referrals:
        child, key = referral["cine_person_id"], referral["cine_referral_id"]
        for month in months:
            if not month.holds(referral["cine_referral_date"]):
                continue
            for name in COUNTED:
                yield counted(name, month, child)
            for name in REPEATED:
                yield counted(name, month, child, is_repeated(referral, referrals))
            yield counted(ASSESSED, month, child, key in assessed)
            if reasons.get(key) in EXPLOITATION:
                yield counted(EXPLOITED, month, child)
    yield from _cohort(delivery, months)


def is_repeated(referral: Row, referrals: Sequence[Row]) -> bool:
    """Whether the child was referred in the twelve months before; of two on one day the second by id is repeated."""
    day = referral["cine_referral_date"]
    return any(
        other["cine_person_id"] == referral["cine_person_id"]
        and other["cine_referral_date"] is not None
        and (other["cine_referral_date"], other["cine_referral_id"]) < (day, referral["cine_referral_id"])
        and day <= add_months(other["cine_referral_date"], 12)
        for other in referrals
    )


def _cohort(delivery: Delivery, months: list[Month]) -> Iterator[Event]:
    for month in months:
        children = {
            entry["person_id"]
            for entry in delivery.rows("lcs_cse_cohort")
            if is_open_on(month.last_on, entry["start_date"], entry["end_date"])
            and delivery.is_alive(entry["person_id"], month.last_on)
        }
        for child in children:
            yield counted(COHORT, month, child)
