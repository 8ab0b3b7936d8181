"""Contacts by source, and how soon they are decided.

Belongs here: the page of contacts. Does not belong: reading (landed.py) or summing (answers.py).
"""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
from polars import col

from tests.benchmark.peers.polars.answers import counted
from tests.benchmark.peers.polars.landed import Landed


def contacts_by_month(landed: Landed, earliest: date, last: date) -> list[pl.LazyFrame]:
    """The indicators of the page of contacts, by month."""
    needs, sources = landed.reported_as("need_identified"), landed.reported_as("cont_contact_source_code")
    holidays = landed.seed("bank_holidays").collect()["holiday_on"]
    calendar = holidays.min().replace(month=1, day=1), holidays.max()
    a_day = timedelta(days=1)
    is_referral = col("decision_outcome").eq_missing(pl.lit("REFERRAL"))
    is_social_reason = col("reason_for_contact").is_in(landed.codes_reported_as("reason_for_contact", "social_care"))
    is_new = col("need").is_in(["harm", "not_sure"]) & (col("contact_type") == "CONTACT")
    contacts = (
        landed.staged("ssd_contacts")
        .filter(col("received_on").is_between(earliest, last))
        .join(landed.staged("lcs_contact_forms"), on=["la_code", "contact_id"], how="left")
        .filter(~col("is_open_case").fill_null(False))
        .sort("received_on")
        .join_asof(
            landed.seed("contact_counting_rules").sort("valid_from"),
            left_on="received_on",
            right_on="valid_from",
            by="la_code",
            check_sortedness=False,
        )
        .with_columns(
            month_on=col("received_on").dt.month_end(),
            is_ruled=(col("received_on") <= col("valid_to")).fill_null(True),
            need=col("need_identified").replace_strict(needs, default=None).fill_null("not_sure"),
            source=col("source_code").replace_strict(sources, default=None).fill_null("others"),
            is_referral=is_referral,
        )
        .with_columns(
            form=pl.coalesce(pl.when("is_ruled").then("counted_by_form"), "form_version"),
            is_harm_alone=col("is_ruled") & col("by_source_needs").eq_missing(pl.lit("harm")),
            is_decided=pl.business_day_count(col("received_on") + a_day, col("decided_on") + a_day, holidays=holidays)
            <= 1,
            is_in_calendar=col("received_on").is_between(*calendar) & col("decided_on").is_between(*calendar),
        )
        .filter(
            pl.when(col("form") == "LEGACY")
            .then(is_social_reason.fill_null(False) | col("is_referral"))
            .when(col("form") == "MASH_2020")
            .then(is_new)
        )
        .cache()
    )
    by_source = contacts.filter(~col("is_harm_alone") | (col("need") == "harm"))
    return [
        counted("contacts_by_source", by_source, col("is_referral"), col("source")),
        counted("contacts_decided_within_1_working_day", contacts, col("is_decided") & col("is_in_calendar")),
    ]
