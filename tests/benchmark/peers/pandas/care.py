"""Looked-after children at month ends: where and how long they live.

Belongs here: the page of looked-after children. Does not belong: their histories (periods.py, placements.py).
"""

from __future__ import annotations

import pandas as pd

from tests.benchmark.peers.pandas.answers import counted
from tests.benchmark.peers.pandas.dates import birthday, open_at
from tests.benchmark.peers.pandas.landed import Landed
from tests.benchmark.peers.pandas.periods import looked_after_spans, ordered_episodes, periods_of_care
from tests.benchmark.peers.pandas.placements import placements_in_periods
from tests.benchmark.peers.shared import CHILD, CHILD_MONTH, FAMILY_SETTINGS


def care_by_month(landed: Landed, asked: pd.DataFrame) -> list[pd.DataFrame]:
    """The indicators of the page of looked-after children, by month end asked for."""
    delivered = landed.staged("ssd_cla_placement")
    people = landed.staged("ssd_person")
    statuses = landed.staged("ssd_legal_status")
    breaks = statuses[statuses["legal_status"].isin(landed.codes_reported_as("lega_legal_status", "short_break"))]
    episodes = ordered_episodes(landed.staged("ssd_cla_episodes"), delivered)
    periods = periods_of_care(episodes, people)
    same_carers = landed.codes_reported_as("clae_cla_episode_start_reason", "same_carers")
    moved = episodes.loc[episodes["start_reason"].isin(same_carers), ["la_code", "placement_id", "started_on"]]
    settings = landed.reported_as("clap_cla_placement_type")
    placements = placements_in_periods(delivered, periods, moved.drop_duplicates(), settings)

    looked_after = open_at(periods.merge(asked, how="cross"), "started_on", "until_on")
    on_break = open_at(breaks.merge(asked, how="cross"), "started_on", "ended_on")[CHILD_MONTH].drop_duplicates()
    looked_after = _without(looked_after, on_break).sort_values(["started_on", "period_of_care_id"])
    looked_after = looked_after.drop_duplicates(CHILD_MONTH, keep="last")
    in_care = looked_after[[*CHILD_MONTH, "period_of_care_id"]].merge(looked_after_spans(periods, breaks), on=CHILD)
    in_care = open_at(in_care, "since_on", "span_ended_on")
    in_care = in_care.merge(people[[*CHILD, "born_on"]], on=CHILD, how="left")
    in_care = in_care.merge(_homes(in_care, placements), on=CHILD_MONTH, how="left")
    in_care = in_care.merge(_lived_in(in_care, placements), on=CHILD_MONTH, how="left")
    month_on = in_care["month_on"]
    is_young = birthday(in_care["born_on"], 16) > month_on
    is_long_term = is_young & (in_care["since_on"] + pd.DateOffset(months=30) <= month_on)
    is_stable = in_care["stable_since_on"] + pd.DateOffset(months=24) <= month_on
    return [
        counted("looked_after", looked_after),
        counted("placements_three_or_more", in_care, in_care["lived_in"] >= 3),
        counted("placements_stable_two_years", in_care[is_long_term], is_stable),
        counted("placements_family_based", in_care, in_care["setting"].isin(FAMILY_SETTINGS)),
    ]


def _homes(in_care: pd.DataFrame, placements: pd.DataFrame) -> pd.DataFrame:
    """Where each child lives: the placement begun last, a temporary one only where there is no other."""
    homes = in_care[[*CHILD_MONTH, "period_of_care_id"]].merge(placements, on=CHILD, suffixes=("", "_of_placement"))
    own = homes["period_of_care_id_of_placement"]
    homes = open_at(homes[own.isna() | (own == homes["period_of_care_id"])], "started_on", "ended_on")
    homes = homes.sort_values(["is_temporary", "started_on", "placement_id"], ascending=[True, False, False])
    return homes.drop_duplicates(CHILD_MONTH)[[*CHILD_MONTH, "setting", "stable_since_on"]]


def _lived_in(in_care: pd.DataFrame, placements: pd.DataFrame) -> pd.DataFrame:
    """In how many placements each child lived in the twelve months to the month end."""
    lived = in_care[CHILD_MONTH].merge(placements[~placements["is_temporary"]], on=CHILD)
    year_began_on = lived["month_on"] - pd.offsets.MonthBegin(12)
    is_stay = (lived["ended_on"] > lived["started_on"]) & (lived["ended_on"] > year_began_on)
    lived = lived[(lived["started_on"] <= lived["month_on"]) & (lived["ended_on"].isna() | is_stay)]
    lived = lived.drop_duplicates([*CHILD_MONTH, "period_of_care_id", "nth_carers"])
    return lived.groupby(CHILD_MONTH).size().rename("lived_in").reset_index()


def _without(rows: pd.DataFrame, others: pd.DataFrame) -> pd.DataFrame:
    """The rows that have no partner among the others, by child and month."""
    joined = rows.merge(others, on=CHILD_MONTH, how="left", indicator=True)
    return joined[joined["_merge"] == "left_only"]
