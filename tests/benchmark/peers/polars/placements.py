"""Placements in their periods of care. Belongs here: histories of placements. Does not belong: counting."""

from __future__ import annotations

import polars as pl
from polars import col

from tests.benchmark.peers.polars.dates import is_open
from tests.benchmark.peers.shared import CARERS, CHILD, STAY


def placements_in_periods(
    placements: pl.LazyFrame, periods: pl.LazyFrame, moved: pl.LazyFrame, settings: dict[str, str | None]
) -> pl.LazyFrame:
    """Placements in their periods of care, with how often the carers had changed and since when they are the same."""
    key = ["la_code", "placement_id"]
    placements = placements.filter(col("started_on").is_not_null())
    begun_in = (
        placements.filter(col("period_of_care_id").is_null())
        .select(*CHILD, "placement_id", month_on="started_on")
        .join(periods, on=CHILD)
        .filter(is_open("started_on", "ended_on"))
        .sort("started_on", "period_of_care_id", descending=True)
        .unique(key, keep="first", maintain_order=True)
        .select(*key, begun_in="period_of_care_id")
    )
    period_ends = periods.select("la_code", "period_of_care_id", period_ended_on="ended_on")
    moved = moved.unique().with_columns(is_moved=True)
    is_with_same = col("is_moved").fill_null(False) | col("placement_type").is_in(["A3", "A5"]).fill_null(False)
    is_adopted = (col("setting") == "adoption") & (col("first_setting") == "adoption")
    return (
        placements.join(begun_in, on=key, how="left")
        .with_columns(period_of_care_id=pl.coalesce("period_of_care_id", "begun_in"))
        .join(period_ends, on=["la_code", "period_of_care_id"], how="left")
        .join(moved, on=[*key, "started_on"], how="left")
        .with_columns(
            setting=col("placement_type").replace_strict(settings, default=None).fill_null("not_recorded"),
            is_new=(~is_with_same).cast(pl.Int32),
        )
        .with_columns(is_temporary=col("setting") == "temporary")
        .sort(*STAY, "started_on", "ended_on", "placement_id", nulls_last=True)
        .with_columns(
            ended_on=pl.min_horizontal("ended_on", "period_ended_on"),
            nth_carers=col("is_new").cum_sum().over(STAY),
        )
        .with_columns(since_on=col("started_on").min().over(CARERS), first_setting=col("setting").first().over(CARERS))
        .with_columns(before_on=col("since_on").shift().over(STAY))
        .with_columns(before_on=pl.coalesce(col("before_on").first().over(CARERS), "since_on"))
        .with_columns(stable_since_on=pl.when(is_adopted).then("before_on").otherwise("since_on"))
        .select(*STAY, "placement_id", "started_on", "ended_on", "setting", "nth_carers", "stable_since_on")
    )
