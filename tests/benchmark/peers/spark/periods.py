"""Periods of care from episodes, and the spans in which a child is looked after.

Belongs here: histories of care. Does not belong: placements, or counting.
"""

from __future__ import annotations

from functools import reduce

from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

from tests.benchmark.peers.shared import CHILD
from tests.benchmark.peers.spark.dates import birthday


def ordered_episodes(episodes: DataFrame, placements: DataFrame) -> DataFrame:
    """Episodes of care in their order, each in a period and ended no later than the next begins."""
    by_start = Window.partitionBy(CHILD).orderBy("started_on", F.asc_nulls_last("ceased_on"), "episode_id")
    in_order = Window.partitionBy(CHILD).orderBy("nth")
    begun = F.expr("coalesce(period_of_care_id, if(start_reason = 'S' or nth = 1, child_id || '#' || nth, null))")
    to_date = in_order.rowsBetween(Window.unboundedPreceding, Window.currentRow)
    return (
        episodes.filter("started_on is not null")
        .join(
            placements.select("la_code", "placement_id", F.col("ended_on").alias("placement_ended_on")),
            ["la_code", "placement_id"],
            "left",
        )
        .withColumn("nth", F.row_number().over(by_start))
        .withColumn("period_of_care_id", F.last(begun, ignorenulls=True).over(to_date))
        .withColumn("next_started_on", F.lead("started_on").over(in_order))
        .withColumn("next_period_id", F.lead("period_of_care_id").over(in_order))
        .withColumn("is_followed", F.expr("coalesce(next_started_on < ceased_on, false)"))
        .withColumn(
            "is_continued", F.expr("coalesce(ceased_reason = 'X1' and next_period_id = period_of_care_id, false)")
        )
        .withColumn(
            "shown_end_on",
            F.expr("if(placement_ended_on between started_on and next_started_on, placement_ended_on, null)"),
        )
        .withColumns(
            {
                "is_end_uncertain": F.expr("is_followed and not is_continued and shown_end_on is null"),
                "ceased_reason": F.expr("if(ceased_on is not null, ceased_reason, null)"),
                "ceased_on": F.expr(
                    """
                    case
                        when is_followed and is_continued then next_started_on
                        when is_followed then coalesce(shown_end_on, next_started_on)
                        else ceased_on
                    end
                    """
                ),
            }
        )
    )


def periods_of_care(episodes: DataFrame, people: DataFrame) -> DataFrame:
    """Periods of care, ended as their last episode ended, or at 18."""
    of_last = ("child_id", "ceased_on", "ceased_reason", "is_end_uncertain")
    return (
        episodes.groupBy("la_code", "period_of_care_id")
        .agg(F.min("started_on").alias("started_on"), *(F.max_by(name, "nth").alias(name) for name in of_last))
        .join(people, CHILD, "left")
        .withColumn("ended_on", F.expr("if(ceased_reason <=> 'X1', null, ceased_on)"))
        .withColumn("turns_18_on", birthday(18))
        .filter("turns_18_on is null or started_on < turns_18_on")
        .withColumn("until_on", F.least("ended_on", "turns_18_on"))
        .select(*CHILD, "period_of_care_id", "started_on", "ended_on", "until_on", "is_end_uncertain")
    )


def looked_after_spans(periods: DataFrame, breaks: DataFrame) -> DataFrame:
    """Spans in which a child is looked after without a break, over all periods."""
    care = periods.filter("until_on is null or until_on > started_on")
    breaks = breaks.filter("ended_on is null or ended_on > started_on")
    steps = [
        care.selectExpr(*CHILD, "started_on as day_on", "1 as care", "0 as break", "0 as unknown"),
        care.selectExpr(*CHILD, "until_on as day_on", "-1 as care", "0 as break", "int(is_end_uncertain) as unknown"),
        breaks.selectExpr(*CHILD, "started_on as day_on", "0 as care", "1 as break", "0 as unknown"),
        breaks.selectExpr(*CHILD, "ended_on as day_on", "0 as care", "-1 as break", "0 as unknown"),
    ]
    by_day = Window.partitionBy(CHILD).orderBy("day_on")
    return (
        reduce(DataFrame.unionByName, steps)
        .filter("day_on is not null")
        .groupBy(*CHILD, "day_on")
        .agg(*(F.sum(name).alias(name) for name in ("care", "break", "unknown")))
        .withColumn("care_to_date", F.sum("care").over(by_day))
        .withColumn("is_in", (F.col("care_to_date") > 0) & (F.sum("break").over(by_day) == 0))
        .withColumn("was_in", F.lag("is_in", 1, False).over(by_day))
        .filter("is_in <> was_in or (is_in and unknown > 0 and care_to_date - care = unknown)")
        .withColumn("span_ended_on", F.lead("day_on").over(by_day))
        .filter("is_in")
        .select(*CHILD, F.col("day_on").alias("since_on"), "span_ended_on")
    )
