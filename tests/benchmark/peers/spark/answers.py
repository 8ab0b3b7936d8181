"""Cases by month, summed to the answers. Belongs here: counting and summing. Does not belong: which cases there are."""

from __future__ import annotations

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from tests.benchmark.peers.shared import INDICATORS
from tests.benchmark.peers.spark.landed import Landed, session


def counted(name: str, cases: DataFrame, counts: str = "true", breakdown: str = "'all'") -> DataFrame:
    """Cases by month, and those that count."""
    return cases.groupBy(
        "la_code", F.lit(name).alias("indicator_id"), F.expr(breakdown).alias("breakdown"), "month_on"
    ).agg(F.count_if(F.expr(counts)).alias("numerator"), F.count("*").alias("weight"))


def summed(landed: Landed, asked: DataFrame, months: DataFrame) -> DataFrame:
    """The months asked for, and of monthly indicators the year to date, each from the months it sums."""
    spans = (
        session()
        .createDataFrame([vars(indicator) for indicator in INDICATORS])
        .withColumnRenamed("name", "indicator_id")
        .join(F.broadcast(landed.seed("breakdowns")), "breakdown_set")
        .crossJoin(asked.withColumnRenamed("month_on", "period_end_on"))
        .crossJoin(F.broadcast(landed.newest))
        .filter("period_end_on <= month_end")
    )
    month = spans.withColumns(
        {
            "period_kind": F.lit("month"),
            "first_on": F.expr(
                "if(period_rule = 'rolling_12', last_day(add_months(period_end_on, -11)), period_end_on)"
            ),
        }
    )
    to_date = spans.filter("period_rule = 'in_month'").withColumns(
        {
            "period_kind": F.lit("ytd"),
            "first_on": F.expr("make_date(year(period_end_on) - int(month(period_end_on) < 4), 4, 1)"),
        }
    )
    key = ["la_code", "indicator_id", "breakdown", "period_kind", "period_end_on"]
    is_held = F.expr("period_end_on between valid_from and coalesce(valid_to, date'9999-12-31')")
    populations = landed.seed("child_populations").join(asked.withColumnRenamed("month_on", "period_end_on"), is_held)
    populations = populations.select("la_code", "period_end_on", "population_aged_0_17")
    in_span = F.col("month_on").between(F.col("first_on"), F.col("period_end_on"))
    return (
        month.unionByName(to_date)
        .join(months, ["la_code", "indicator_id", "breakdown"], "left")
        .groupBy(*key, "denominator")
        .agg(
            F.coalesce(F.sum(F.when(in_span, F.col("numerator"))), F.lit(0)).cast("double").alias("numerator"),
            F.coalesce(F.sum(F.when(in_span, F.col("weight"))), F.lit(0)).alias("weight"),
        )
        .join(F.broadcast(populations), ["la_code", "period_end_on"], "left")
        .withColumn("denominator", F.expr("double(if(denominator = 'cases', weight, population_aged_0_17))"))
        .select(*key, "numerator", "denominator")
    )
