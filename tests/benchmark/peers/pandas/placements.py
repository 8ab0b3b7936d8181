"""Placements in their periods of care. Belongs here: histories of placements. Does not belong: counting."""

from __future__ import annotations

import pandas as pd

from tests.benchmark.peers.pandas.dates import least
from tests.benchmark.peers.shared import CARERS, CHILD, STAY


def placements_in_periods(
    placements: pd.DataFrame, periods: pd.DataFrame, moved: pd.DataFrame, settings: pd.Series
) -> pd.DataFrame:
    """Placements in their periods of care, with how often the carers had changed and since when they are the same."""
    key = ["la_code", "placement_id"]
    placements = placements[placements["started_on"].notna()]
    unnamed = placements.loc[placements["period_of_care_id"].isna(), [*CHILD, "placement_id", "started_on"]]
    found = unnamed.merge(periods.rename(columns={"started_on": "begun_on"}), on=CHILD)
    is_within = (found["begun_on"] <= found["started_on"]) & ~(found["ended_on"] <= found["started_on"])
    found = found[is_within].sort_values(["begun_on", "period_of_care_id"]).drop_duplicates(key, keep="last")
    found = found[[*key, "period_of_care_id"]].rename(columns={"period_of_care_id": "begun_in"})
    placements = placements.merge(found, on=key, how="left")
    placements["period_of_care_id"] = placements["period_of_care_id"].fillna(placements["begun_in"])
    ends = periods[["la_code", "period_of_care_id", "ended_on"]].rename(columns={"ended_on": "period_ended_on"})
    placements = placements.merge(ends, on=["la_code", "period_of_care_id"], how="left")
    placements = placements.merge(moved.assign(is_moved=True), on=[*key, "started_on"], how="left")
    placements["setting"] = placements["placement_type"].map(settings).fillna("not_recorded")
    placements["is_temporary"] = placements["setting"].eq("temporary")
    placements["is_new"] = ~(placements["is_moved"].eq(True) | placements["placement_type"].isin(["A3", "A5"]))
    placements = placements.sort_values([*STAY, "started_on", "ended_on", "placement_id"])
    placements["ended_on"] = least(placements["ended_on"], placements["period_ended_on"])
    placements["nth_carers"] = placements.groupby(STAY, dropna=False)["is_new"].cumsum()
    stays = placements.drop_duplicates(CARERS)[[*CARERS, "started_on", "setting"]]
    stays["before_on"] = stays.groupby(STAY, dropna=False)["started_on"].shift().fillna(stays["started_on"])
    stays = stays.rename(columns={"started_on": "since_on", "setting": "first_setting"})
    placements = placements.merge(stays, on=CARERS)
    is_adopted = placements["setting"].eq("adoption") & placements["first_setting"].eq("adoption")
    placements["stable_since_on"] = placements["since_on"].mask(is_adopted, placements["before_on"])
    return placements[[*STAY, "placement_id", "started_on", "ended_on", "setting", "nth_carers", "stable_since_on"]]
