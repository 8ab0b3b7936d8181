"""Child protection plans by time period.

Belongs here: the page of plans. Does not belong: reading (landed.py) or summing (answers.py).
"""

from __future__ import annotations

from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

from tests.benchmark.peers.shared import CHILD
from tests.benchmark.peers.spark.answers import counted
from tests.benchmark.peers.spark.dates import is_open
from tests.benchmark.peers.spark.landed import Landed


def protection_by_month(landed: Landed, asked: DataFrame) -> list[DataFrame]:
    """The indicators of the page of plans, by month."""
    in_order = Window.partitionBy(CHILD).orderBy(F.asc_nulls_last("started_on"), "plan_id")
    earlier = in_order.rowsBetween(Window.unboundedPreceding, -1)
    plans = (
        landed.staged("ssd_cp_plans")
        .filter("not coalesce(is_other_authority_plan, false)")
        .withColumns(
            {
                "is_repeat": F.row_number().over(in_order) > 1,
                "before_on": F.max("ended_on").over(earlier),
                "is_open_before": F.max(F.col("ended_on").isNull()).over(earlier),
            }
        )
        .localCheckpoint()
    )
    is_repeat_within = "coalesce(is_open_before, false) or started_on <= add_months(before_on, 24)"
    started = plans.withColumn("month_on", F.last_day("started_on"))
    ceased = plans.withColumn("month_on", F.last_day("ended_on"))
    open_plans = plans.join(asked, is_open("started_on", "ended_on"))
    return [
        counted("cp_plans_open", open_plans),
        counted("cp_plans_open_two_years", open_plans, "datediff(month_on, started_on) + 1 > 729"),
        counted("cp_plans_ceased_rolling_12_months", ceased),
        counted("cp_plans_ceased_two_years", ceased, "datediff(ended_on, started_on) + 1 > 729"),
        counted("cp_plans_repeat_within_24_months", started, is_repeat_within),
        counted("cp_plans_repeat_ever", started, "is_repeat"),
    ]
