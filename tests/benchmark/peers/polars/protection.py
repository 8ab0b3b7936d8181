"""Child protection plans by time period.

Belongs here: the page of plans. Does not belong: reading (landed.py) or summing (answers.py).
"""

from __future__ import annotations

import polars as pl
from polars import col

from tests.benchmark.peers.polars.answers import counted
from tests.benchmark.peers.polars.dates import is_open
from tests.benchmark.peers.polars.landed import Landed
from tests.benchmark.peers.shared import CHILD


def protection_by_month(landed: Landed, asked: pl.LazyFrame) -> list[pl.LazyFrame]:
    """The indicators of the page of plans, by month."""
    plans = (
        landed.staged("ssd_cp_plans")
        .filter(~col("is_other_authority_plan"))
        .sort(*CHILD, "started_on", "plan_id", nulls_last=True)
        .with_columns(
            is_repeat=pl.int_range(pl.len()).over(CHILD) > 0,
            before_on=col("ended_on").cum_max().forward_fill().shift().over(CHILD),
            open_before=col("ended_on").is_null().cast(pl.Int32).cum_sum().shift(fill_value=0).over(CHILD),
        )
        .cache()
    )
    is_repeat_within = (col("open_before") > 0) | (col("started_on") <= col("before_on").dt.offset_by("24mo"))
    started = plans.with_columns(month_on=col("started_on").dt.month_end())
    ceased = plans.with_columns(month_on=col("ended_on").dt.month_end())
    open_plans = plans.join(asked, how="cross").filter(is_open("started_on", "ended_on"))
    was_long = (col("ended_on") - col("started_on")).dt.total_days() + 1 > 729
    is_long = (col("month_on") - col("started_on")).dt.total_days() + 1 > 729
    return [
        counted("cp_plans_open", open_plans),
        counted("cp_plans_open_two_years", open_plans, is_long),
        counted("cp_plans_ceased_rolling_12_months", ceased),
        counted("cp_plans_ceased_two_years", ceased, was_long),
        counted("cp_plans_repeat_within_24_months", started, is_repeat_within),
        counted("cp_plans_repeat_ever", started, col("is_repeat")),
    ]
