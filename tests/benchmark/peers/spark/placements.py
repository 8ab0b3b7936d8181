"""Placements in their periods of care. Belongs here: histories of placements. Does not belong: counting."""

from __future__ import annotations

from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

from tests.benchmark.peers.shared import CARERS, CHILD, STAY
from tests.benchmark.peers.spark.dates import is_open
from tests.benchmark.peers.spark.landed import first_of_each


def placements_in_periods(placements: DataFrame, periods: DataFrame, moved: DataFrame) -> DataFrame:
    """Placements in their periods of care, with how often the carers had changed and since when they are the same."""
    key = ["la_code", "placement_id"]
    placements = placements.filter("started_on is not null")
    unnamed = placements.filter("period_of_care_id is null")
    begun_in = first_of_each(
        unnamed.select(*CHILD, "placement_id", F.col("started_on").alias("month_on"))
        .join(periods, CHILD)
        .filter(is_open("started_on", "ended_on")),
        key,
        [F.desc("started_on"), F.desc("period_of_care_id")],
    ).select(*key, F.col("period_of_care_id").alias("begun_in"))
    period_ends = periods.select("la_code", "period_of_care_id", F.col("ended_on").alias("period_ended_on"))
    moved = moved.distinct().withColumn("is_moved", F.lit(True))
    by_start = Window.partitionBy(STAY).orderBy("started_on", F.asc_nulls_last("ended_on"), "placement_id")
    to_date = by_start.rowsBetween(Window.unboundedPreceding, Window.currentRow)
    of_carers = Window.partitionBy(CARERS)
    by_carers = Window.partitionBy(STAY).orderBy("nth_carers").rangeBetween(-1, Window.currentRow)
    return (
        placements.join(begun_in, key, "left")
        .withColumn("period_of_care_id", F.coalesce("period_of_care_id", "begun_in"))
        .join(period_ends, ["la_code", "period_of_care_id"], "left")
        .join(moved, [*key, "started_on"], "left")
        .withColumn(
            "is_new", F.expr("not (coalesce(is_moved, false) or coalesce(placement_type in ('A3', 'A5'), false))")
        )
        .withColumn("is_temporary", F.col("setting") == "temporary")
        .withColumn("nth", F.row_number().over(by_start))
        .withColumn("nth_carers", F.sum(F.col("is_new").cast("int")).over(to_date))
        .withColumn("first_setting", F.min_by("setting", "nth").over(of_carers))
        .withColumn("since_on", F.min("started_on").over(of_carers))
        .withColumn("before_on", F.min("started_on").over(by_carers))
        .withColumn(
            "stable_since_on",
            F.expr("if(setting = 'adoption' and first_setting = 'adoption', before_on, since_on)"),
        )
        .withColumn("ended_on", F.least("ended_on", "period_ended_on"))
        .select(*STAY, "placement_id", "started_on", "ended_on", "setting", "nth_carers", "stable_since_on")
    )
