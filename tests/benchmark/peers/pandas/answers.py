"""Cases by month, summed to the answers. Belongs here: counting and summing. Does not belong: which cases there are."""

from __future__ import annotations

import pandas as pd

from tests.benchmark.peers.exchange import Answers
from tests.benchmark.peers.pandas.landed import Landed
from tests.benchmark.peers.shared import INDICATORS


def counted(
    name: str, cases: pd.DataFrame, counts: pd.Series | bool = True, breakdown: pd.Series | str = "all"
) -> pd.DataFrame:
    """Cases by month, and those that count."""
    cases = cases[["la_code", "month_on"]].assign(indicator_id=name, breakdown=breakdown, numerator=counts, weight=1)
    key = ["la_code", "indicator_id", "breakdown", "month_on"]
    return cases.groupby(key, as_index=False)[["numerator", "weight"]].sum()


def summed(landed: Landed, asked: pd.DataFrame, months: pd.DataFrame) -> Answers:
    """The months asked for, and of monthly indicators the year to date, each from the months it sums."""
    indicators = pd.DataFrame([vars(indicator) for indicator in INDICATORS]).rename(columns={"name": "indicator_id"})
    spans = indicators.merge(landed.seed("breakdowns"), on="breakdown_set").merge(asked, how="cross")
    spans = spans.merge(landed.newest, how="cross")
    spans = spans[spans["month_on"] <= spans["month_end"]]
    year_before_on = spans["month_on"] - pd.offsets.MonthEnd(11)
    spans["first_on"] = spans["month_on"].mask(spans["period_rule"] == "rolling_12", year_before_on)
    to_date = spans[spans["period_rule"] == "in_month"]
    to_date = to_date.assign(first_on=to_date["month_on"] - pd.offsets.YearBegin(month=4))
    spans = pd.concat([spans.assign(period_kind="month"), to_date.assign(period_kind="ytd")])
    key = ["la_code", "indicator_id", "breakdown", "period_kind", "period_end_on"]
    spans = spans.rename(columns={"month_on": "period_end_on"})
    sums = spans.merge(months, on=["la_code", "indicator_id", "breakdown"])
    sums = sums[sums["month_on"].between(sums["first_on"], sums["period_end_on"])]
    sums = sums.groupby(key, as_index=False)[["numerator", "weight"]].sum()
    people = landed.seed("child_populations", "valid_from", "valid_to").merge(asked, how="cross")
    people = people[(people["valid_from"] <= people["month_on"]) & ~(people["valid_to"] < people["month_on"])]
    people = people.rename(columns={"month_on": "period_end_on"})[["la_code", "period_end_on", "population_aged_0_17"]]
    spans = spans.merge(sums, on=key, how="left").merge(people, on=["la_code", "period_end_on"], how="left")
    spans[["numerator", "weight"]] = spans[["numerator", "weight"]].fillna(0).astype(float)
    spans["denominator"] = spans["weight"].where(spans["denominator"] == "cases", spans["population_aged_0_17"])
    spans["period_end_on"] = spans["period_end_on"].dt.date
    spans = spans[[*key, "numerator", "denominator"]].astype(object)
    return list(spans.where(spans.notna(), None).itertuples(index=False, name=None))
