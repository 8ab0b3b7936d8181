"""Cases by month, summed to the answers. Belongs here: counting and summing. Does not belong: which cases there are."""

from __future__ import annotations

import polars as pl
from polars import col

from tests.benchmark.peers.polars.landed import Landed
from tests.benchmark.peers.shared import INDICATORS


def counted(
    name: str, cases: pl.LazyFrame, counts: pl.Expr | None = None, breakdown: pl.Expr | None = None
) -> pl.LazyFrame:
    """Cases by month, and those that count."""
    numerator = pl.len() if counts is None else counts.sum()
    breakdown = pl.lit("all") if breakdown is None else breakdown
    return (
        cases.group_by("la_code", breakdown.alias("breakdown"), "month_on")
        .agg(numerator=numerator.cast(pl.Float64), weight=pl.len().cast(pl.Float64))
        .with_columns(indicator_id=pl.lit(name))
    )


def summed(landed: Landed, asked: pl.LazyFrame, months: pl.LazyFrame) -> pl.LazyFrame:
    """The months asked for, and of monthly indicators the year to date, each from the months it sums."""
    is_rolling = col("period_rule") == "rolling_12"
    month = (
        pl.LazyFrame([vars(indicator) for indicator in INDICATORS])
        .rename({"name": "indicator_id"})
        .join(landed.seed("breakdowns"), on="breakdown_set")
        .join(asked.rename({"month_on": "period_end_on"}), how="cross")
        .join(landed.newest, how="cross")
        .filter(col("period_end_on") <= col("month_end"))
        .with_columns(
            period_kind=pl.lit("month"),
            first_on=pl.when(is_rolling)
            .then(col("period_end_on").dt.month_start().dt.offset_by("-11mo"))
            .otherwise("period_end_on"),
        )
    )
    to_date = month.filter(col("period_rule") == "in_month").with_columns(
        period_kind=pl.lit("ytd"),
        first_on=pl.date(col("period_end_on").dt.year() - (col("period_end_on").dt.month() < 4), 4, 1),
    )
    key = ["la_code", "indicator_id", "breakdown", "period_kind", "period_end_on"]
    in_span = col("month_on").is_between("first_on", "period_end_on")
    people = (
        landed.seed("child_populations")
        .join(asked.rename({"month_on": "period_end_on"}), how="cross")
        .filter((col("valid_from") <= col("period_end_on")) & (col("period_end_on") <= col("valid_to")).fill_null(True))
        .select("la_code", "period_end_on", population=col("population_aged_0_17").cast(pl.Float64))
    )
    return (
        pl.concat([month, to_date])
        .join(months, on=["la_code", "indicator_id", "breakdown"], how="left")
        .group_by(*key, of="denominator")
        .agg(col("numerator", "weight").filter(in_span).sum())
        .join(people, on=["la_code", "period_end_on"], how="left")
        .select(*key, "numerator", denominator=pl.when(col("of") == "cases").then("weight").otherwise("population"))
    )
