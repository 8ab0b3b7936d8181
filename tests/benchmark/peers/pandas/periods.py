"""Periods of care from episodes, and the spans in which a child is looked after.

Belongs here: histories of care. Does not belong: placements, or counting.
"""

from __future__ import annotations

import pandas as pd

from tests.benchmark.peers.pandas.dates import birthday, least
from tests.benchmark.peers.shared import CHILD


def ordered_episodes(episodes: pd.DataFrame, placements: pd.DataFrame) -> pd.DataFrame:
    """Episodes of care in their order, each in a period and ended no later than the next begins."""
    episodes = episodes[episodes["started_on"].notna()].sort_values([*CHILD, "started_on", "ceased_on", "episode_id"])
    ends = placements[["la_code", "placement_id", "ended_on"]]
    episodes = episodes.merge(ends, on=["la_code", "placement_id"], how="left")
    nth = episodes.groupby(CHILD).cumcount() + 1
    begun = (episodes["child_id"] + "#" + nth.astype(str)).where(episodes["start_reason"].eq("S") | (nth == 1))
    episodes["period_of_care_id"] = episodes["period_of_care_id"].fillna(begun)
    episodes["period_of_care_id"] = episodes.groupby(CHILD)["period_of_care_id"].ffill()
    following = episodes.groupby(CHILD)[["started_on", "period_of_care_id"]].shift(-1)
    is_followed = following["started_on"] < episodes["ceased_on"]
    is_continued = episodes["ceased_reason"].eq("X1") & (
        following["period_of_care_id"] == episodes["period_of_care_id"]
    )
    is_shown = episodes["ended_on"].between(episodes["started_on"], following["started_on"]) & ~is_continued
    evident_end = episodes["ended_on"].where(is_shown, following["started_on"])
    return episodes.assign(
        is_end_uncertain=is_followed & ~is_continued & ~is_shown,
        ceased_reason=episodes["ceased_reason"].where(episodes["ceased_on"].notna()),
        ceased_on=episodes["ceased_on"].mask(is_followed, evident_end),
    )


def periods_of_care(episodes: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """Periods of care, ended as their last episode ended, or at 18."""
    key = ["la_code", "period_of_care_id"]
    starts = episodes.groupby(key)["started_on"].transform("min")
    periods = episodes.assign(started_on=starts).drop_duplicates(key, keep="last")
    periods["ended_on"] = periods["ceased_on"].mask(periods["ceased_reason"].eq("X1"))
    periods = periods.merge(people[[*CHILD, "born_on"]], on=CHILD, how="left")
    turns_18_on = birthday(periods["born_on"], 18)
    periods["until_on"] = least(periods["ended_on"], turns_18_on)
    columns = [*CHILD, "period_of_care_id", "started_on", "ended_on", "until_on", "is_end_uncertain"]
    return periods.loc[~(periods["started_on"] >= turns_18_on), columns]


def looked_after_spans(periods: pd.DataFrame, breaks: pd.DataFrame) -> pd.DataFrame:
    """Spans in which a child is looked after without a break, over all periods."""
    care = periods[~(periods["until_on"] <= periods["started_on"])]
    breaks = breaks[breaks["started_on"].notna() & ~(breaks["ended_on"] <= breaks["started_on"])]
    steps = pd.concat(
        [
            care[CHILD].assign(day_on=care["started_on"], in_care=1),
            care[CHILD].assign(day_on=care["until_on"], in_care=-1, unknown=care["is_end_uncertain"].astype(int)),
            breaks[CHILD].assign(day_on=breaks["started_on"], on_break=1),
            breaks[CHILD].assign(day_on=breaks["ended_on"], on_break=-1),
        ]
    )
    days = steps.groupby([*CHILD, "day_on"], as_index=False)[["in_care", "on_break", "unknown"]].sum()
    to_date = days.groupby(CHILD)[["in_care", "on_break"]].cumsum()
    days["is_in"] = (to_date["in_care"] > 0) & (to_date["on_break"] == 0)
    is_broken = (days["unknown"] > 0) & (to_date["in_care"] - days["in_care"] == days["unknown"])
    was_in = days.groupby(CHILD)["is_in"].shift(fill_value=False)
    turns = days[(days["is_in"] != was_in) | (days["is_in"] & is_broken)]
    turns = turns.assign(span_ended_on=turns.groupby(CHILD)["day_on"].shift(-1))
    return turns[turns["is_in"]].rename(columns={"day_on": "since_on"})[[*CHILD, "since_on", "span_ended_on"]]
