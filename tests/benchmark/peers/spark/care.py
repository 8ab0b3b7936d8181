"""Looked-after children at month ends: where and how long they live.

Belongs here: the page of looked-after children. Does not belong: their histories (periods.py, placements.py).
"""

from __future__ import annotations

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from tests.benchmark.peers.shared import CHILD, CHILD_MONTH, FAMILY_SETTINGS
from tests.benchmark.peers.spark.answers import counted
from tests.benchmark.peers.spark.dates import birthday, is_open
from tests.benchmark.peers.spark.landed import Landed, first_of_each
from tests.benchmark.peers.spark.periods import looked_after_spans, ordered_episodes, periods_of_care
from tests.benchmark.peers.spark.placements import placements_in_periods


def care_by_month(landed: Landed, asked: DataFrame) -> list[DataFrame]:
    """The indicators of the page of looked-after children, by month end asked for."""
    delivered = landed.staged("ssd_cla_placement").localCheckpoint()
    people = landed.staged("ssd_person").select(*CHILD, "born_on").localCheckpoint()
    short_breaks = landed.codes_reported_as("lega_legal_status", "short_break")
    breaks = landed.staged("ssd_legal_status").filter(F.col("legal_status").isin(short_breaks)).localCheckpoint()
    episodes = ordered_episodes(landed.staged("ssd_cla_episodes"), delivered).localCheckpoint()
    periods = periods_of_care(episodes, people).localCheckpoint()
    same_carers = landed.codes_reported_as("clae_cla_episode_start_reason", "same_carers")
    moved = episodes.filter(F.col("start_reason").isin(same_carers)).select("la_code", "placement_id", "started_on")
    setting = F.coalesce(landed.reported_as("clap_cla_placement_type", "placement_type"), F.lit("not_recorded"))
    placements = placements_in_periods(delivered.withColumn("setting", setting), periods, moved).localCheckpoint()

    on_break = breaks.join(asked, is_open("started_on", "ended_on"))
    looked_after = first_of_each(
        periods.join(asked, is_open("started_on", "until_on")).join(on_break, CHILD_MONTH, "left_anti"),
        CHILD_MONTH,
        [F.desc("started_on"), F.desc("period_of_care_id")],
    ).localCheckpoint()
    in_care = (
        looked_after.select(*CHILD_MONTH, "period_of_care_id")
        .join(looked_after_spans(periods, breaks), CHILD)
        .filter(is_open("since_on", "span_ended_on"))
        .join(people, CHILD, "left")
        .localCheckpoint()
    )
    in_care = (
        in_care.join(_homes(in_care, placements), CHILD_MONTH, "left")
        .join(_lived_in(in_care, placements), CHILD_MONTH, "left")
        .localCheckpoint()
    )
    long_term = in_care.filter((birthday(16) > F.col("month_on")) & F.expr("add_months(since_on, 30) <= month_on"))
    return [
        counted("looked_after", looked_after),
        counted("placements_three_or_more", in_care, "lived_in >= 3"),
        counted("placements_stable_two_years", long_term, "add_months(stable_since_on, 24) <= month_on"),
        counted("placements_family_based", in_care, f"setting in {FAMILY_SETTINGS}"),
    ]


def _homes(in_care: DataFrame, placements: DataFrame) -> DataFrame:
    """Where each child lives: the placement begun last, a temporary one only where there is no other."""
    placements = placements.withColumnRenamed("period_of_care_id", "own_period_id")
    return first_of_each(
        in_care.select(*CHILD_MONTH, "period_of_care_id")
        .join(placements, CHILD)
        .filter("coalesce(own_period_id, period_of_care_id) = period_of_care_id")
        .filter(is_open("started_on", "ended_on")),
        CHILD_MONTH,
        [F.asc("is_temporary"), F.desc("started_on"), F.desc("placement_id")],
    ).select(*CHILD_MONTH, "setting", "stable_since_on")


def _lived_in(in_care: DataFrame, placements: DataFrame) -> DataFrame:
    """In how many placements each child lived in the twelve months to the month end."""
    return (
        in_care.select(CHILD_MONTH)
        .join(placements.filter("not is_temporary"), CHILD)
        .filter("started_on <= month_on")
        .filter("ended_on is null or (ended_on > started_on and ended_on > add_months(trunc(month_on, 'month'), -11))")
        .groupBy(CHILD_MONTH)
        .agg(F.count_distinct(F.struct("period_of_care_id", "nth_carers")).alias("lived_in"))
    )
