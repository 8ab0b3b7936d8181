"""Contacts by source, and how soon they are decided.

Belongs here: the page of contacts. Does not belong: reading (landed.py) or summing (answers.py).
"""

from __future__ import annotations

from datetime import date

import pandas as pd

from tests.benchmark.peers.pandas.answers import counted
from tests.benchmark.peers.pandas.landed import Landed


def contacts_by_month(landed: Landed, earliest: pd.Timestamp, last: date) -> list[pd.DataFrame]:
    """The indicators of the page of contacts, by month."""
    contacts = landed.staged("ssd_contacts")
    contacts = contacts[contacts["received_on"].between(earliest, pd.Timestamp(last))]
    contacts = contacts.merge(landed.staged("lcs_contact_forms"), on=["la_code", "contact_id"], how="left")
    contacts = contacts[contacts["is_open_case"].ne(True)].sort_values("received_on")
    rules = landed.seed("contact_counting_rules", "valid_from", "valid_to").sort_values("valid_from")
    contacts = pd.merge_asof(contacts, rules, left_on="received_on", right_on="valid_from", by="la_code")
    is_ruled = ~(contacts["received_on"] > contacts["valid_to"])
    form = contacts["counted_by_form"].where(is_ruled).fillna(contacts["form_version"])
    need = contacts["need_identified"].map(landed.reported_as("need_identified")).fillna("not_sure")
    source = contacts["source_code"].map(landed.reported_as("cont_contact_source_code")).fillna("others")
    is_referral = contacts["decision_outcome"].eq("REFERRAL")
    social_reasons = landed.codes_reported_as("reason_for_contact", "social_care")
    is_legacy = form.eq("LEGACY") & (contacts["reason_for_contact"].isin(social_reasons) | is_referral)
    is_new = form.eq("MASH_2020") & need.isin(["harm", "not_sure"]) & contacts["contact_type"].eq("CONTACT")
    is_social_care = is_legacy | is_new
    is_by_source = is_social_care & (~(is_ruled & contacts["by_source_needs"].eq("harm")) | need.eq("harm"))
    working_days = _working_days(landed)
    days = contacts["decided_on"].map(working_days) - contacts["received_on"].map(working_days)
    contacts["month_on"] = contacts["received_on"] + pd.offsets.MonthEnd(0)
    return [
        counted("contacts_by_source", contacts[is_by_source], is_referral, source),
        counted("contacts_decided_within_1_working_day", contacts[is_social_care], days <= 1),
    ]


def _working_days(landed: Landed) -> pd.Series:
    """Working days to date, by day of the calendar that the bank holidays span."""
    holidays = landed.seed("bank_holidays", "holiday_on")["holiday_on"]
    days = pd.date_range(holidays.min().replace(month=1, day=1), holidays.max(), unit="us")
    return pd.Series((days.day_of_week < 5) & ~days.isin(holidays), index=days).cumsum()
