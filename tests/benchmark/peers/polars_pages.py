"""The pages in Polars: one lazy query from Parquet to answers. The business rules are those of models/.

What several parts of the query rest on is cached: left to itself, the optimiser computes some of it again and again.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import polars as pl
from polars import col

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
CARERS = [*STAY, "nth_carers"]


def pages(folder: Path, first: date, last: date) -> Answers:
    """The answers for the month ends `first` to `last`."""
    landed = Landed(folder)
    first_days = pl.date_range(first.replace(day=1), last, "1mo", eager=True)
    asked = pl.LazyFrame({"month_on": first_days.dt.month_end()})
    months = [*_contacts(landed, _year_before(first), last), *_protection(landed, asked), *_care(landed, asked)]
    return _summed(landed, asked, pl.concat(months)).collect().rows()


class Landed:
    """The newest delivery of each council and the seeds."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.codes = self.seed("codes").collect()
        self.newest = (
            pl.scan_parquet(folder / "raw" / "deliveries.parquet")
            .sort("extract_date", "month_end", "delivery", descending=True)
            .unique("la_code", keep="first", maintain_order=True)
            .select("delivery_id", "la_code", "month_end")
        )

    def seed(self, name: str) -> pl.LazyFrame:
        """A seed."""
        return pl.scan_parquet(self.folder / "seeds" / f"{name}.parquet")

    def reported_as(self, field: str) -> dict[str, str | None]:
        """What the report makes of each code of a field."""
        return dict(self.codes.filter(col("field") == field).select("code", "reported_as").rows())

    def codes_reported_as(self, field: str, group: str) -> list[str]:
        """The codes of a field that the report puts in one group."""
        return [code for code, reported_as in self.reported_as(field).items() if reported_as == group]

    def staged(self, table: str) -> pl.LazyFrame:
        """The rows of a table that can be believed, typed. The same row again counts once; a key that then still comes
        twice says two things, and counts not at all."""
        rows = pl.scan_parquet(self.folder / "raw" / f"{table}.parquet")
        rows = rows.unique(pl.exclude("_row"))
        typed = []
        refused = [col("_fault").is_not_null()]
        for field in STAGED[table]:
            text = col(field.source).str.strip_chars(WHITE_SPACE)
            code = text.str.to_uppercase()
            if field.required:
                refused.append(text.fill_null("") == "")
            if field.listed:
                refused.append((text != "") & ~code.is_in(list(self.reported_as(field.source))))
            if field.kind == "date":
                refused.append((text != "") & _written_date(text).is_null())
                typed.append(_written_date(text).replace(NO_DATE, None).alias(field.name))
            elif field.kind == "flag":
                refused.append((text != "") & ~code.is_in(YES + NO))
                typed.append(code.is_in(YES).fill_null(False).alias(field.name))
            else:
                typed.append(code.replace("", None).alias(field.name))
        return (
            rows.join(self.newest, left_on="_delivery_id", right_on="delivery_id")
            .filter(~pl.any_horizontal(refused).fill_null(False))
            .select("la_code", *typed)
            .filter(pl.len().over("la_code", STAGED[table][0].name) == 1)
        )


def _written_date(text: pl.Expr) -> pl.Expr:
    iso = pl.when(text.str.contains(ISO_DATE)).then(text.str.slice(0, 10))
    day_first = pl.when(text.str.contains(DAY_FIRST_DATE)).then(text.str.slice(0, 10))
    return pl.coalesce(iso.str.to_date("%Y-%m-%d", strict=False), day_first.str.to_date("%d/%m/%Y", strict=False))


def _contacts(landed: Landed, earliest: date, last: date) -> list[pl.LazyFrame]:
    needs, sources = landed.reported_as("need_identified"), landed.reported_as("cont_contact_source_code")
    holidays = landed.seed("bank_holidays").collect()["holiday_on"]
    calendar = holidays.min().replace(month=1, day=1), holidays.max()
    a_day = timedelta(days=1)
    is_referral = col("decision_outcome").eq_missing(pl.lit("REFERRAL"))
    is_social_reason = col("reason_for_contact").is_in(landed.codes_reported_as("reason_for_contact", "social_care"))
    is_new = col("need").is_in(["harm", "not_sure"]) & (col("contact_type") == "CONTACT")
    contacts = (
        landed.staged("ssd_contacts")
        .filter(col("received_on").is_between(earliest, last))
        .join(landed.staged("lcs_contact_forms"), on=["la_code", "contact_id"], how="left")
        .filter(~col("is_open_case").fill_null(False))
        .sort("received_on")
        .join_asof(
            landed.seed("contact_counting_rules").sort("valid_from"),
            left_on="received_on",
            right_on="valid_from",
            by="la_code",
            check_sortedness=False,
        )
        .with_columns(
            month_on=col("received_on").dt.month_end(),
            is_ruled=(col("received_on") <= col("valid_to")).fill_null(True),
            need=col("need_identified").replace_strict(needs, default=None).fill_null("not_sure"),
            source=col("source_code").replace_strict(sources, default=None).fill_null("others"),
            is_referral=is_referral,
        )
        .with_columns(
            form=pl.coalesce(pl.when("is_ruled").then("counted_by_form"), "form_version"),
            is_harm_alone=col("is_ruled") & col("by_source_needs").eq_missing(pl.lit("harm")),
            is_decided=pl.business_day_count(col("received_on") + a_day, col("decided_on") + a_day, holidays=holidays)
            <= 1,
            is_in_calendar=col("received_on").is_between(*calendar) & col("decided_on").is_between(*calendar),
        )
        .filter(
            pl.when(col("form") == "LEGACY")
            .then(is_social_reason.fill_null(False) | col("is_referral"))
            .when(col("form") == "MASH_2020")
            .then(is_new)
        )
        .cache()
    )
    by_source = contacts.filter(~col("is_harm_alone") | (col("need") == "harm"))
    return [
        _counted("contacts_by_source", by_source, col("is_referral"), col("source")),
        _counted("contacts_decided_within_1_working_day", contacts, col("is_decided") & col("is_in_calendar")),
    ]


def _protection(landed: Landed, asked: pl.LazyFrame) -> list[pl.LazyFrame]:
    plans = (
        landed.staged("ssd_cp_plans")
        .filter(~col("is_other_authority_plan"))
        .sort(*CHILD, "started_on", "plan_id", nulls_last=True)
        .with_columns(
            is_repeat=pl.int_range(pl.len()).over(CHILD) > 0,
            before_on=col("ended_on").cum_max().forward_fill().shift().over(CHILD),
            open_before=col("ended_on").is_null().cast(pl.Int32).cum_sum().shift(fill_value=0).over(CHILD),
        )
        .cache()
    )
    is_repeat_within = (col("open_before") > 0) | (col("started_on") <= col("before_on").dt.offset_by("24mo"))
    started = plans.with_columns(month_on=col("started_on").dt.month_end())
    ceased = plans.with_columns(month_on=col("ended_on").dt.month_end())
    open_plans = plans.join(asked, how="cross").filter(_is_open("started_on", "ended_on"))
    was_long = (col("ended_on") - col("started_on")).dt.total_days() + 1 > 729
    is_long = (col("month_on") - col("started_on")).dt.total_days() + 1 > 729
    return [
        _counted("cp_plans_open", open_plans),
        _counted("cp_plans_open_two_years", open_plans, is_long),
        _counted("cp_plans_ceased_rolling_12_months", ceased),
        _counted("cp_plans_ceased_two_years", ceased, was_long),
        _counted("cp_plans_repeat_within_24_months", started, is_repeat_within),
        _counted("cp_plans_repeat_ever", started, col("is_repeat")),
    ]


def _care(landed: Landed, asked: pl.LazyFrame) -> list[pl.LazyFrame]:
    delivered = landed.staged("ssd_cla_placement").cache()
    people = landed.staged("ssd_person").select(*CHILD, "born_on").cache()
    short_breaks = landed.codes_reported_as("lega_legal_status", "short_break")
    breaks = landed.staged("ssd_legal_status").filter(col("legal_status").is_in(short_breaks)).cache()
    episodes = _episodes(landed.staged("ssd_cla_episodes"), delivered).cache()
    periods = _periods(episodes, people).cache()
    same_carers = landed.codes_reported_as("clae_cla_episode_start_reason", "same_carers")
    moved = episodes.filter(col("start_reason").is_in(same_carers)).select("la_code", "placement_id", "started_on")
    placements = _placements(delivered, periods, moved, landed.reported_as("clap_cla_placement_type")).cache()

    on_break = breaks.join(asked, how="cross").filter(_is_open("started_on", "ended_on"))
    looked_after = (
        periods.join(asked, how="cross")
        .filter(_is_open("started_on", "until_on"))
        .join(on_break, on=CHILD_MONTH, how="anti")
        .sort("started_on", "period_of_care_id", descending=True)
        .unique(CHILD_MONTH, keep="first", maintain_order=True)
        .cache()
    )
    in_care = (
        looked_after.select(*CHILD_MONTH, "period_of_care_id")
        .join(_spans(periods, breaks), on=CHILD)
        .filter(_is_open("since_on", "span_ended_on"))
        .join(people, on=CHILD, how="left")
        .cache()
    )
    in_care = in_care.join(_homes(in_care, placements), on=CHILD_MONTH, how="left")
    in_care = in_care.join(_lived_in(in_care, placements), on=CHILD_MONTH, how="left").cache()
    is_young = _birthday(16) > col("month_on")
    is_long_term = is_young & (col("since_on").dt.offset_by("30mo") <= col("month_on"))
    is_stable = col("stable_since_on").dt.offset_by("24mo") <= col("month_on")
    return [
        _counted("looked_after", looked_after),
        _counted("placements_three_or_more", in_care, col("lived_in") >= 3),
        _counted("placements_stable_two_years", in_care.filter(is_long_term), is_stable),
        _counted("placements_family_based", in_care, col("setting").is_in(FAMILY_SETTINGS)),
    ]


def _episodes(episodes: pl.LazyFrame, placements: pl.LazyFrame) -> pl.LazyFrame:
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


def _periods(episodes: pl.LazyFrame, people: pl.LazyFrame) -> pl.LazyFrame:
    """Periods of care, ended as their last episode ended, or at 18."""
    of_last = col("child_id", "ceased_on", "ceased_reason", "is_end_uncertain").sort_by("nth").last()
    return (
        episodes.group_by("la_code", "period_of_care_id")
        .agg(col("started_on").min(), of_last)
        .join(people, on=CHILD, how="left")
        .with_columns(
            ended_on=pl.when(col("ceased_reason").ne_missing(pl.lit("X1"))).then("ceased_on"),
            turns_18_on=_birthday(18),
        )
        .filter((col("started_on") < col("turns_18_on")).fill_null(True))
        .with_columns(until_on=pl.min_horizontal("ended_on", "turns_18_on"))
        .select(*CHILD, "period_of_care_id", "started_on", "ended_on", "until_on", "is_end_uncertain")
    )


def _placements(
    placements: pl.LazyFrame, periods: pl.LazyFrame, moved: pl.LazyFrame, settings: dict[str, str | None]
) -> pl.LazyFrame:
    """Placements in their periods of care, with how often the carers had changed and since when they are the same."""
    key = ["la_code", "placement_id"]
    placements = placements.filter(col("started_on").is_not_null())
    begun_in = (
        placements.filter(col("period_of_care_id").is_null())
        .select(*CHILD, "placement_id", month_on="started_on")
        .join(periods, on=CHILD)
        .filter(_is_open("started_on", "ended_on"))
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


def _spans(periods: pl.LazyFrame, breaks: pl.LazyFrame) -> pl.LazyFrame:
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


def _homes(in_care: pl.LazyFrame, placements: pl.LazyFrame) -> pl.LazyFrame:
    """Where each child lives: the placement begun last, a temporary one only where there is no other."""
    is_own = (col("period_of_care_id_right") == col("period_of_care_id")).fill_null(True)
    return (
        in_care.select(*CHILD_MONTH, "period_of_care_id")
        .join(placements, on=CHILD)
        .filter(is_own & _is_open("started_on", "ended_on"))
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


def _is_open(started_on: str, ended_on: str) -> pl.Expr:
    """Open at the month end."""
    return (col(started_on) <= col("month_on")) & (col(ended_on).is_null() | (col(ended_on) > col("month_on")))


def _birthday(age: int) -> pl.Expr:
    """Born on 29 February: 1 March in a year without that day."""
    day = col("born_on").dt.offset_by(f"{age}y")
    is_late = (col("born_on").dt.day() == 29) & (day.dt.day() == 28)
    return pl.when(is_late).then(day.dt.offset_by("1d")).otherwise(day)


def _year_before(month_on: date) -> date:
    """The first day of the twelve months to a month end."""
    return date(month_on.year - (month_on.month < 12), month_on.month % 12 + 1, 1)


def _counted(
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


def _summed(landed: Landed, asked: pl.LazyFrame, months: pl.LazyFrame) -> pl.LazyFrame:
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


if __name__ == "__main__":
    command_line("polars", pl.__version__, pages)
