"""Periods of care from episodes, and the spans in which a child is looked after.

Belongs here: histories of care. Does not belong: placements, or counting.
"""

from __future__ import annotations

import polars as pl
from polars import col

from tests.benchmark.peers.polars.dates import birthday
from tests.benchmark.peers.shared import CHILD


def ordered_episodes(episodes: pl.LazyFrame, placements: pl.LazyFrame) -> pl.LazyFrame:
    """Episodes of care in their order, each in a period and ended no later than the next begins."""
    ends = placements.select("la_code", "placement_id", placement_ended_on="ended_on")
    begun = pl.when((col("start_reason") == "S") | (col("nth") == 1)).then(pl.format("{}#{}", "child_id", "nth"))
    is_shown = col("placement_ended_on").is_between("started_on", "next_started_on")
    evident_end = pl.when("is_shown").then("placement_ended_on").otherwise("next_started_on")
    return (
        episodes.filter(col("started_on").is_not_null())
        .join(ends, on=["la_code", "placement_id"], how="left")
        .sort(*CHILD, "started_on", "ceased_on", "episode_id", nulls_last=True)
        .with_columns(nth=pl.int_range(1, pl.len() + 1).over(CHILD))
        .with_columns(period_of_care_id=pl.coalesce("period_of_care_id", begun).forward_fill().over(CHILD))
        .with_columns(
            next_started_on=col("started_on").shift(-1).over(CHILD),
            next_period_id=col("period_of_care_id").shift(-1).over(CHILD),
        )
        .with_columns(
            is_followed=(col("next_started_on") < col("ceased_on")).fill_null(False),
            is_continued=(
                (col("ceased_reason") == "X1") & (col("next_period_id") == col("period_of_care_id"))
            ).fill_null(False),
        )
        .with_columns(is_shown=is_shown.fill_null(False) & ~col("is_continued"))
        .with_columns(
            is_end_uncertain=col("is_followed") & ~col("is_continued") & ~col("is_shown"),
            ceased_reason=pl.when(col("ceased_on").is_not_null()).then("ceased_reason"),
            ceased_on=pl.when("is_followed").then(evident_end).otherwise("ceased_on"),
        )
    )


def periods_of_care(episodes: pl.LazyFrame, people: pl.LazyFrame) -> pl.LazyFrame:
    """Periods of care, ended as their last episode ended, or at 18."""
    of_last = col("child_id", "ceased_on", "ceased_reason", "is_end_uncertain").sort_by("nth").last()
    return (
        episodes.group_by("la_code", "period_of_care_id")
        .agg(col("started_on").min(), of_last)
        .join(people, on=CHILD, how="left")
        .with_columns(
            ended_on=pl.when(col("ceased_reason").ne_missing(pl.lit("X1"))).then("ceased_on"),
            turns_18_on=birthday(18),
        )
        .filter((col("started_on") < col("turns_18_on")).fill_null(True))
        .with_columns(until_on=pl.min_horizontal("ended_on", "turns_18_on"))
        .select(*CHILD, "period_of_care_id", "started_on", "ended_on", "until_on", "is_end_uncertain")
    )


def looked_after_spans(periods: pl.LazyFrame, breaks: pl.LazyFrame) -> pl.LazyFrame:
    """Spans in which a child is looked after without a break, over all periods."""
    care = periods.filter((col("until_on") > col("started_on")).fill_null(True))
    breaks = breaks.filter(col("ended_on").is_null() | (col("ended_on") > col("started_on")))
    steps = pl.concat(
        [
            care.select(*CHILD, day_on="started_on", in_care=1, on_break=0, unknown=0),
            care.select(
                *CHILD, day_on="until_on", in_care=-1, on_break=0, unknown=col("is_end_uncertain").cast(pl.Int32)
            ),
            breaks.select(*CHILD, day_on="started_on", in_care=0, on_break=1, unknown=0),
            breaks.select(*CHILD, day_on="ended_on", in_care=0, on_break=-1, unknown=0),
        ]
    )
    in_care, on_break = col("in_care").cum_sum().over(CHILD), col("on_break").cum_sum().over(CHILD)
    return (
        steps.filter(col("day_on").is_not_null())
        .group_by(*CHILD, "day_on")
        .agg(col("in_care", "on_break", "unknown").sum())
        .sort(*CHILD, "day_on")
        .with_columns(
            is_in=(in_care > 0) & (on_break == 0),
            is_broken=(col("unknown") > 0) & (in_care - col("in_care") == col("unknown")),
        )
        .with_columns(was_in=col("is_in").shift(fill_value=False).over(CHILD))
        .filter((col("is_in") != col("was_in")) | (col("is_in") & col("is_broken")))
        .with_columns(span_ended_on=col("day_on").shift(-1).over(CHILD))
        .filter("is_in")
        .select(*CHILD, "span_ended_on", since_on="day_on")
    )
