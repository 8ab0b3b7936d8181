"""Child protection plans by time period.

Belongs here: the page of plans. Does not belong: reading (landed.py) or summing (answers.py).
"""

from __future__ import annotations

import pandas as pd

from tests.benchmark.peers.pandas.answers import counted
from tests.benchmark.peers.pandas.dates import open_at
from tests.benchmark.peers.pandas.landed import Landed
from tests.benchmark.peers.shared import CHILD


def protection_by_month(landed: Landed, asked: pd.DataFrame) -> list[pd.DataFrame]:
    """The indicators of the page of plans, by month."""
    plans = landed.staged("ssd_cp_plans")
    plans = plans[~plans["is_other_authority_plan"]].sort_values([*CHILD, "started_on", "plan_id"])
    is_open = plans["ended_on"].isna()
    plans["latest_end_on"] = plans.groupby(CHILD)["ended_on"].cummax()
    plans["latest_end_on"] = plans.groupby(CHILD)["latest_end_on"].ffill()
    before = plans.groupby(CHILD)["latest_end_on"].shift()
    is_open_before = is_open.groupby([plans[name] for name in CHILD]).cummax()
    is_open_before = is_open_before.groupby([plans[name] for name in CHILD]).shift(fill_value=False)
    is_repeat = plans.groupby(CHILD).cumcount() > 0
    is_repeat_within = is_open_before | (plans["started_on"] <= before + pd.DateOffset(months=24))
    started = plans.assign(month_on=plans["started_on"] + pd.offsets.MonthEnd(0))
    ceased = plans.assign(month_on=plans["ended_on"] + pd.offsets.MonthEnd(0))
    open_plans = open_at(plans.merge(asked, how="cross"), "started_on", "ended_on")
    was_long = (ceased["ended_on"] - ceased["started_on"]).dt.days + 1 > 729
    is_long = (open_plans["month_on"] - open_plans["started_on"]).dt.days + 1 > 729
    return [
        counted("cp_plans_open", open_plans),
        counted("cp_plans_open_two_years", open_plans, is_long),
        counted("cp_plans_ceased_rolling_12_months", ceased),
        counted("cp_plans_ceased_two_years", ceased, was_long),
        counted("cp_plans_repeat_within_24_months", started, is_repeat_within),
        counted("cp_plans_repeat_ever", started, is_repeat),
    ]
