"""Contacts by source, and how soon they are decided.

Belongs here: the page of contacts. Does not belong: reading (landed.py) or summing (answers.py).
"""

from __future__ import annotations

from datetime import date

from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

from tests.benchmark.peers.spark.answers import counted
from tests.benchmark.peers.spark.landed import Landed


def contacts_by_month(landed: Landed, first: date, last: date) -> list[DataFrame]:
    """The indicators of the page of contacts, by month."""
    earliest_on = F.add_months(F.trunc(F.lit(first), "month"), -11)
    is_ruled = "la_code = rule_la_code and received_on between valid_from and coalesce(valid_to, date'9999-12-31')"
    rules = F.broadcast(landed.seed("contact_counting_rules").withColumnRenamed("la_code", "rule_la_code"))
    days = _working_days(landed)
    received_days = F.broadcast(days.toDF("received_on", "received_to_date"))
    decided_days = F.broadcast(days.toDF("decided_on", "decided_to_date"))
    social_reasons = landed.codes_reported_as("reason_for_contact", "social_care")
    is_legacy = F.col("reason_for_contact").isin(social_reasons) | F.col("is_referral")
    is_new = F.col("need").isin("harm", "not_sure") & (F.col("contact_type") == "CONTACT")
    contacts = (
        landed.staged("ssd_contacts")
        .filter(F.col("received_on").between(earliest_on, F.lit(last)))
        .join(landed.staged("lcs_contact_forms"), ["la_code", "contact_id"], "left")
        .filter("not coalesce(is_open_case, false)")
        .join(rules, F.expr(is_ruled), "left")
        .join(received_days, "received_on", "left")
        .join(decided_days, "decided_on", "left")
        .withColumns(
            {
                "month_on": F.last_day("received_on"),
                "form": F.coalesce("counted_by_form", "form_version"),
                "need": F.coalesce(landed.reported_as("need_identified", "need_identified"), F.lit("not_sure")),
                "source": F.coalesce(landed.reported_as("cont_contact_source_code", "source_code"), F.lit("others")),
                "is_referral": F.expr("coalesce(decision_outcome = 'REFERRAL', false)"),
            }
        )
        .filter(F.when(F.col("form") == "LEGACY", is_legacy).when(F.col("form") == "MASH_2020", is_new))
        .localCheckpoint()
    )
    by_source = contacts.filter("by_source_needs is distinct from 'harm' or need = 'harm'")
    return [
        counted("contacts_by_source", by_source, "is_referral", "source"),
        counted("contacts_decided_within_1_working_day", contacts, "decided_to_date - received_to_date <= 1"),
    ]


def _working_days(landed: Landed) -> DataFrame:
    """Working days to date, by day of the calendar that the bank holidays span."""
    holidays = landed.seed("bank_holidays").select(F.col("holiday_on").alias("day_on"), F.lit(True).alias("is_holiday"))
    span = holidays.agg(F.expr("sequence(trunc(min(day_on), 'year'), max(day_on))").alias("days"))
    days = span.select(F.explode("days").alias("day_on"))
    is_working_day = F.expr("cast(weekday(day_on) < 5 and is_holiday is null as int)")
    to_date = F.sum(is_working_day).over(Window.orderBy("day_on"))
    return days.join(F.broadcast(holidays), "day_on", "left").select("day_on", to_date).localCheckpoint()
