"""Looked-after children at month ends: where and how long they live.

Belongs here: the page of looked-after children. Does not belong: their histories (periods.py, placements.py).
"""

from __future__ import annotations

import polars as pl
from polars import col

from tests.benchmark.peers.polars.answers import counted
from tests.benchmark.peers.polars.dates import birthday, is_open
from tests.benchmark.peers.polars.landed import Landed
from tests.benchmark.peers.polars.periods import looked_after_spans, ordered_episodes, periods_of_care
from tests.benchmark.peers.polars.placements import placements_in_periods
from tests.benchmark.peers.shared import CHILD, CHILD_MONTH, FAMILY_SETTINGS


def care_by_month(landed: Landed, asked: pl.LazyFrame) -> list[pl.LazyFrame]:
    """The indicators of the page of looked-after children, by month end asked for."""
    delivered = landed.staged("ssd_cla_placement").cache()
    people = landed.staged("ssd_person").select(*CHILD, "born_on").cache()
    short_breaks = landed.codes_reported_as("lega_legal_status", "short_break")
    breaks = landed.staged("ssd_legal_status").filter(col("legal_status").is_in(short_breaks)).cache()
    episodes = ordered_episodes(landed.staged("ssd_cla_episodes"), delivered).cache()
    periods = periods_of_care(episodes, people).cache()
    same_carers = landed.codes_reported_as("clae_cla_episode_start_reason", "same_carers")
    moved = episodes.filter(col("start_reason").is_in(same_carers)).select("la_code", "placement_id", "started_on")
    placements = placements_in_periods(delivered, periods, moved, landed.reported_as("clap_cla_placement_type")).cache()

    on_break = breaks.join(asked, how="cross").filter(is_open("started_on", "ended_on"))
    looked_after = (
        periods.join(asked, how="cross")
        .filter(is_open("started_on", "until_on"))
        .join(on_break, on=CHILD_MONTH, how="anti")
        .sort("started_on", "period_of_care_id", descending=True)
        .unique(CHILD_MONTH, keep="first", maintain_order=True)
        .cache()
    )
    in_care = (
        looked_after.select(*CHILD_MONTH, "period_of_care_id")
        .join(looked_after_spans(periods, breaks), on=CHILD)
        .filter(is_open("since_on", "span_ended_on"))
        .join(people, on=CHILD, how="left")
        .cache()
    )
    in_care = in_care.join(_homes(in_care, placements), on=CHILD_MONTH, how="left")
    in_care = in_care.join(_lived_in(in_care, placements), on=CHILD_MONTH, how="left").cache()
    is_young = birthday(16) > col("month_on")
    is_long_term = is_young & (col("since_on").dt.offset_by("30mo") <= col("month_on"))
    is_stable = col("stable_since_on").dt.offset_by("24mo") <= col("month_on")
    return [
        counted("looked_after", looked_after),
        counted("placements_three_or_more", in_care, col("lived_in") >= 3),
        counted("placements_stable_two_years", in_care.filter(is_long_term), is_stable),
        counted("placements_family_based", in_care, col("setting").is_in(FAMILY_SETTINGS)),
    ]


def _homes(in_care: pl.LazyFrame, placements: pl.LazyFrame) -> pl.LazyFrame:
    """Where each child lives: the placement begun last, a temporary one only where there is no other."""
    is_own = (col("period_of_care_id_right") == col("period_of_care_id")).fill_null(True)
    return (
        in_care.select(*CHILD_MONTH, "period_of_care_id")
        .join(placements, on=CHILD)
        .filter(is_own & is_open("started_on", "ended_on"))
        .sort("is_temporary", "started_on", "placement_id", descending=[False, True, True])
        .unique(CHILD_MONTH, keep="first", maintain_order=True)
        .select(*CHILD_MONTH, "setting", "stable_since_on")
    )


def _lived_in(in_care: pl.LazyFrame, placements: pl.LazyFrame) -> pl.LazyFrame:
    """In how many placements each child lived in the twelve months to the month end."""
    year_began_on = col("month_on").dt.month_start().dt.offset_by("-11mo")
    is_stay = (col("ended_on") > col("started_on")) & (col("ended_on") > year_began_on)
    return (
        in_care.select(CHILD_MONTH)
        .join(placements.filter(~col("is_temporary")), on=CHILD)
        .filter((col("started_on") <= col("month_on")) & (col("ended_on").is_null() | is_stay))
        .group_by(CHILD_MONTH)
        .agg(lived_in=pl.struct("period_of_care_id", "nth_carers").n_unique())
    )
