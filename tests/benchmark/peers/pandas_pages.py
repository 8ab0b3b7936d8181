"""The pages in pandas: whole columns at a time, in memory. The business rules are those of models/."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd

from tests.benchmark.peers.exchange import Answers
from tests.benchmark.peers.shared import (
    DAY_FIRST_DATE,
    FAMILY_SETTINGS,
    INDICATORS,
    ISO_DATE,
    NO,
    NO_DATE,
    STAGED,
    WHITE_SPACE,
    YES,
    command_line,
)

CHILD = ["la_code", "child_id"]
CHILD_MONTH = ["la_code", "month_on", "child_id"]
STAY = ["la_code", "child_id", "period_of_care_id", "is_temporary"]


def pages(folder: Path, first: date, last: date) -> Answers:
    """The answers for the month ends `first` to `last`."""
    landed = Landed(folder)
    asked = pd.DataFrame({"month_on": pd.date_range(first, last, freq="ME")})
    earliest = pd.Timestamp(first) - pd.offsets.MonthBegin(12)
    months = [*_contacts(landed, earliest, last), *_protection(landed, asked), *_care(landed, asked)]
    return _summed(landed, asked, pd.concat(months))


class Landed:
    """The newest delivery of each council and the seeds."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.codes = self.seed("codes")
        self.newest = (
            pd.read_parquet(folder / "raw" / "deliveries.parquet")
            .sort_values(["extract_date", "month_end", "delivery"])
            .drop_duplicates("la_code", keep="last")[["delivery_id", "la_code", "month_end"]]
            .astype({"month_end": "datetime64[us]"})
        )

    def seed(self, name: str, *dates: str) -> pd.DataFrame:
        """A seed, the given columns as dates."""
        return pd.read_parquet(self.folder / "seeds" / f"{name}.parquet").astype(dict.fromkeys(dates, "datetime64[us]"))

    def reported_as(self, field: str) -> pd.Series:
        """What the report makes of each code of a field."""
        return self.codes[self.codes["field"] == field].set_index("code")["reported_as"]

    def codes_reported_as(self, field: str, group: str) -> pd.Index:
        """The codes of a field that the report puts in one group."""
        groups = self.reported_as(field)
        return groups.index[groups == group]

    def staged(self, table: str) -> pd.DataFrame:
        """The rows of a table that can be believed, typed: none refused, none repeated."""
        rows = pd.read_parquet(self.folder / "raw" / f"{table}.parquet")
        rows = rows.merge(self.newest[["delivery_id", "la_code"]], left_on="_delivery_id", right_on="delivery_id")
        typed = {"la_code": rows["la_code"]}
        refused = rows["_fault"].notna()
        for field in STAGED[table]:
            text = rows[field.source].str.strip(WHITE_SPACE)
            text = text.mask(text == "")
            code = text.str.upper()
            typed[field.name] = code
            if field.required:
                refused |= text.isna()
            if field.listed:
                refused |= text.notna() & ~code.isin(self.reported_as(field.source).index)
            if field.kind == "date":
                written = _written_date(text)
                refused |= text.notna() & written.isna()
                typed[field.name] = written.mask(written == pd.Timestamp(NO_DATE))
            if field.kind == "flag":
                refused |= text.notna() & ~code.isin(YES + NO)
                typed[field.name] = code.isin(YES)
        return _without_repeats(pd.DataFrame(typed)[~refused], rows, STAGED[table][0].name)


def _written_date(text: pd.Series) -> pd.Series:
    iso = text.where(text.str.fullmatch(ISO_DATE)).str[:10]
    day_first = text.where(text.str.fullmatch(DAY_FIRST_DATE)).str[:10]
    return pd.to_datetime(iso, format="%Y-%m-%d", errors="coerce").fillna(
        pd.to_datetime(day_first, format="%d/%m/%Y", errors="coerce")
    )


def _without_repeats(typed: pd.DataFrame, rows: pd.DataFrame, key: str) -> pd.DataFrame:
    """The same row again counts once; a key that then still comes twice says two things, and counts not at all."""
    again = typed.index[typed.duplicated(["la_code", key], keep=False)]
    same = rows.loc[again].sort_values("_row").duplicated(rows.columns.drop("_row").to_list())
    return typed.drop(same.index[same]).drop_duplicates(["la_code", key], keep=False)


def _contacts(landed: Landed, earliest: pd.Timestamp, last: date) -> list[pd.DataFrame]:
    contacts = landed.staged("ssd_contacts")
    contacts = contacts[contacts["received_on"].between(earliest, pd.Timestamp(last))]
    contacts = contacts.merge(landed.staged("lcs_contact_forms"), on=["la_code", "contact_id"], how="left")
    contacts = contacts[contacts["is_open_case"].ne(True)].sort_values("received_on")
    rules = landed.seed("contact_counting_rules", "valid_from", "valid_to").sort_values("valid_from")
    contacts = pd.merge_asof(contacts, rules, left_on="received_on", right_on="valid_from", by="la_code")
    is_ruled = ~(contacts["received_on"] > contacts["valid_to"])
    form = contacts["counted_by_form"].where(is_ruled).fillna(contacts["form_version"])
    need = contacts["need_identified"].map(landed.reported_as("need_identified")).fillna("not_sure")
    source = contacts["source_code"].map(landed.reported_as("cont_contact_source_code")).fillna("others")
    is_referral = contacts["decision_outcome"].eq("REFERRAL")
    social_reasons = landed.codes_reported_as("reason_for_contact", "social_care")
    is_legacy = form.eq("LEGACY") & (contacts["reason_for_contact"].isin(social_reasons) | is_referral)
    is_new = form.eq("MASH_2020") & need.isin(["harm", "not_sure"]) & contacts["contact_type"].eq("CONTACT")
    is_social_care = is_legacy | is_new
    is_by_source = is_social_care & (~(is_ruled & contacts["by_source_needs"].eq("harm")) | need.eq("harm"))
    working_days = _working_days(landed)
    days = contacts["decided_on"].map(working_days) - contacts["received_on"].map(working_days)
    contacts["month_on"] = contacts["received_on"] + pd.offsets.MonthEnd(0)
    return [
        _counted("contacts_by_source", contacts[is_by_source], is_referral, source),
        _counted("contacts_decided_within_1_working_day", contacts[is_social_care], days <= 1),
    ]


def _working_days(landed: Landed) -> pd.Series:
    """Working days to date, by day of the calendar that the bank holidays span."""
    holidays = landed.seed("bank_holidays", "holiday_on")["holiday_on"]
    days = pd.date_range(holidays.min().replace(month=1, day=1), holidays.max(), unit="us")
    return pd.Series((days.day_of_week < 5) & ~days.isin(holidays), index=days).cumsum()


def _protection(landed: Landed, asked: pd.DataFrame) -> list[pd.DataFrame]:
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
    open_plans = _open_at(plans.merge(asked, how="cross"), "started_on", "ended_on")
    was_long = (ceased["ended_on"] - ceased["started_on"]).dt.days + 1 > 729
    is_long = (open_plans["month_on"] - open_plans["started_on"]).dt.days + 1 > 729
    return [
        _counted("cp_plans_open", open_plans),
        _counted("cp_plans_open_two_years", open_plans, is_long),
        _counted("cp_plans_ceased_rolling_12_months", ceased),
        _counted("cp_plans_ceased_two_years", ceased, was_long),
        _counted("cp_plans_repeat_within_24_months", started, is_repeat_within),
        _counted("cp_plans_repeat_ever", started, is_repeat),
    ]


def _care(landed: Landed, asked: pd.DataFrame) -> list[pd.DataFrame]:
    delivered = landed.staged("ssd_cla_placement")
    people = landed.staged("ssd_person")
    statuses = landed.staged("ssd_legal_status")
    breaks = statuses[statuses["legal_status"].isin(landed.codes_reported_as("lega_legal_status", "short_break"))]
    episodes = _episodes(landed.staged("ssd_cla_episodes"), delivered)
    periods = _periods(episodes, people)
    same_carers = landed.codes_reported_as("clae_cla_episode_start_reason", "same_carers")
    moved = episodes.loc[episodes["start_reason"].isin(same_carers), ["la_code", "placement_id", "started_on"]]
    settings = landed.reported_as("clap_cla_placement_type")
    placements = _placements(delivered, periods, moved.drop_duplicates(), settings)

    looked_after = _open_at(periods.merge(asked, how="cross"), "started_on", "until_on")
    on_break = _open_at(breaks.merge(asked, how="cross"), "started_on", "ended_on")[CHILD_MONTH].drop_duplicates()
    looked_after = _without(looked_after, on_break).sort_values(["started_on", "period_of_care_id"])
    looked_after = looked_after.drop_duplicates(CHILD_MONTH, keep="last")
    in_care = looked_after[[*CHILD_MONTH, "period_of_care_id"]].merge(_spans(periods, breaks), on=CHILD)
    in_care = _open_at(in_care, "since_on", "span_ended_on")
    in_care = in_care.merge(people[[*CHILD, "born_on"]], on=CHILD, how="left")
    in_care = in_care.merge(_homes(in_care, placements), on=CHILD_MONTH, how="left")
    in_care = in_care.merge(_lived_in(in_care, placements), on=CHILD_MONTH, how="left")
    month_on = in_care["month_on"]
    is_young = _birthday(in_care["born_on"], 16) > month_on
    is_long_term = is_young & (in_care["since_on"] + pd.DateOffset(months=30) <= month_on)
    is_stable = in_care["stable_since_on"] + pd.DateOffset(months=24) <= month_on
    return [
        _counted("looked_after", looked_after),
        _counted("placements_three_or_more", in_care, in_care["lived_in"] >= 3),
        _counted("placements_stable_two_years", in_care[is_long_term], is_stable),
        _counted("placements_family_based", in_care, in_care["setting"].isin(FAMILY_SETTINGS)),
    ]


def _episodes(episodes: pd.DataFrame, placements: pd.DataFrame) -> pd.DataFrame:
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


def _periods(episodes: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """Periods of care, ended as their last episode ended, or at 18."""
    key = ["la_code", "period_of_care_id"]
    starts = episodes.groupby(key)["started_on"].transform("min")
    periods = episodes.assign(started_on=starts).drop_duplicates(key, keep="last")
    periods["ended_on"] = periods["ceased_on"].mask(periods["ceased_reason"].eq("X1"))
    periods = periods.merge(people[[*CHILD, "born_on"]], on=CHILD, how="left")
    turns_18_on = _birthday(periods["born_on"], 18)
    periods["until_on"] = _least(periods["ended_on"], turns_18_on)
    columns = [*CHILD, "period_of_care_id", "started_on", "ended_on", "until_on", "is_end_uncertain"]
    return periods.loc[~(periods["started_on"] >= turns_18_on), columns]


def _placements(
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
    placements["ended_on"] = _least(placements["ended_on"], placements["period_ended_on"])
    placements["nth_carers"] = placements.groupby(STAY, dropna=False)["is_new"].cumsum()
    carers = [*STAY, "nth_carers"]
    stays = placements.drop_duplicates(carers)[[*carers, "started_on", "setting"]]
    stays["before_on"] = stays.groupby(STAY, dropna=False)["started_on"].shift().fillna(stays["started_on"])
    stays = stays.rename(columns={"started_on": "since_on", "setting": "first_setting"})
    placements = placements.merge(stays, on=carers)
    is_adopted = placements["setting"].eq("adoption") & placements["first_setting"].eq("adoption")
    placements["stable_since_on"] = placements["since_on"].mask(is_adopted, placements["before_on"])
    return placements[[*STAY, "placement_id", "started_on", "ended_on", "setting", "nth_carers", "stable_since_on"]]


def _spans(periods: pd.DataFrame, breaks: pd.DataFrame) -> pd.DataFrame:
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


def _homes(in_care: pd.DataFrame, placements: pd.DataFrame) -> pd.DataFrame:
    """Where each child lives: the placement begun last, a temporary one only where there is no other."""
    homes = in_care[[*CHILD_MONTH, "period_of_care_id"]].merge(placements, on=CHILD, suffixes=("", "_of_placement"))
    own = homes["period_of_care_id_of_placement"]
    homes = _open_at(homes[own.isna() | (own == homes["period_of_care_id"])], "started_on", "ended_on")
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


def _open_at(rows: pd.DataFrame, started_on: str, ended_on: str) -> pd.DataFrame:
    """The rows open at their month end."""
    return rows[(rows[started_on] <= rows["month_on"]) & ~(rows[ended_on] <= rows["month_on"])]


def _without(rows: pd.DataFrame, others: pd.DataFrame) -> pd.DataFrame:
    """The rows that have no partner among the others, by child and month."""
    joined = rows.merge(others, on=CHILD_MONTH, how="left", indicator=True)
    return joined[joined["_merge"] == "left_only"]


def _least(some: pd.Series, others: pd.Series) -> pd.Series:
    """The earlier of two dates, or the one there is."""
    return some.where((some <= others) | others.isna(), others)


def _birthday(born_on: pd.Series, age: int) -> pd.Series:
    """Born on 29 February: 1 March in a year without that day."""
    day = born_on + pd.DateOffset(years=age)
    return day + pd.to_timedelta(((born_on.dt.day == 29) & (day.dt.day == 28)).astype(int), unit="D")


def _counted(
    name: str, cases: pd.DataFrame, counts: pd.Series | bool = True, breakdown: pd.Series | str = "all"
) -> pd.DataFrame:
    """Cases by month, and those that count."""
    cases = cases[["la_code", "month_on"]].assign(indicator_id=name, breakdown=breakdown, numerator=counts, weight=1)
    key = ["la_code", "indicator_id", "breakdown", "month_on"]
    return cases.groupby(key, as_index=False)[["numerator", "weight"]].sum()


def _summed(landed: Landed, asked: pd.DataFrame, months: pd.DataFrame) -> Answers:
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


if __name__ == "__main__":
    command_line("pandas", pd.__version__, pages)
