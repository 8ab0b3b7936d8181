"""The pages in Spark: DataFrames on two local cores. The business rules are those of models/.

What several parts rest on is a local checkpoint: computed once, and its plan cut, as plans that grow over a cache take
longer to analyse than to run. Shuffles have as many partitions as there are cores; adaptive execution is on.
"""

from __future__ import annotations

from datetime import date
from functools import cache, reduce
from itertools import chain
from pathlib import Path

import pyspark
from pyspark.sql import Column, DataFrame, SparkSession, Window
from pyspark.sql import functions as F

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
    Field,
    command_line,
)

CHILD = ["la_code", "child_id"]
CHILD_MONTH = ["la_code", "month_on", "child_id"]
STAY = ["la_code", "child_id", "period_of_care_id", "is_temporary"]
CARERS = [*STAY, "nth_carers"]
SETTINGS = {
    "spark.sql.shuffle.partitions": "2",
    "spark.sql.adaptive.enabled": "true",
    "spark.driver.memory": "4g",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
}


def pages(folder: Path, first: date, last: date) -> Answers:
    """The answers for the month ends `first` to `last`."""
    landed = Landed(folder)
    first_days = F.sequence(F.lit(first.replace(day=1)), F.lit(last), F.expr("interval 1 month"))
    asked = F.broadcast(session().range(1).select(F.explode(F.transform(first_days, F.last_day)).alias("month_on")))
    months = [*_contacts(landed, first, last), *_protection(landed, asked), *_care(landed, asked)]
    return [tuple(row) for row in _summed(landed, asked, reduce(DataFrame.unionByName, months)).collect()]


@cache
def session() -> SparkSession:
    """The one session of the process."""
    builder = SparkSession.builder.master("local[2]").appName("pages")
    return builder.config(map=SETTINGS).getOrCreate()


class Landed:
    """The newest delivery of each council and the seeds."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.codes = self.seed("codes").collect()
        newest_first = [F.desc(name) for name in ("extract_date", "month_end", "delivery")]
        self.newest = (
            session()
            .read.parquet(str(folder / "raw" / "deliveries.parquet"))
            .withColumn("nth", F.row_number().over(Window.partitionBy("la_code").orderBy(*newest_first)))
            .filter("nth = 1")
            .select("delivery_id", "la_code", "month_end")
            .localCheckpoint()
        )

    def seed(self, name: str) -> DataFrame:
        """A seed."""
        return session().read.parquet(str(self.folder / "seeds" / f"{name}.parquet"))

    def codes_of(self, field: str) -> dict[str, str | None]:
        """The codes of a field with what the report makes of each."""
        return {row["code"]: row["reported_as"] for row in self.codes if row["field"] == field}

    def codes_reported_as(self, field: str, group: str) -> list[str]:
        """The codes of a field that the report puts in one group."""
        return [code for code, reported_as in self.codes_of(field).items() if reported_as == group]

    def reported_as(self, field: str, column: str) -> Column:
        """What the report makes of the code in a column."""
        pairs = chain.from_iterable(self.codes_of(field).items())
        return F.try_element_at(F.create_map(*(F.lit(one) for one in pairs)), F.col(column))

    def staged(self, table: str) -> DataFrame:
        """The rows of a table that can be believed, typed. The same row again counts once; a key that then still comes
        twice says two things, and counts not at all."""
        rows = session().read.parquet(str(self.folder / "raw" / f"{table}.parquet"))
        rows = rows.dropDuplicates([name for name in rows.columns if name != "_row"])
        fields = STAGED[table]
        texts = [F.nullif(F.trim(field.source, F.lit(WHITE_SPACE)), F.lit("")).alias(field.name) for field in fields]
        same_key = Window.partitionBy("la_code", fields[0].name)
        return (
            rows.join(F.broadcast(self.newest), rows["_delivery_id"] == self.newest["delivery_id"])
            .filter("_fault is null")
            .select("la_code", *texts)
            .withColumns({f"{field.name}_typed": _typed(field) for field in fields})
            .filter(~reduce(Column.__or__, map(self._is_refused, fields)))
            .select("la_code", *(_known(field).alias(field.name) for field in fields))
            .withColumn("rows_of_key", F.count("*").over(same_key))
            .filter("rows_of_key = 1")
            .drop("rows_of_key")
        )

    def _is_refused(self, field: Field) -> Column:
        """Whether the text of a field, or its absence, refuses the row."""
        is_given, typed = F.col(field.name).isNotNull(), F.col(f"{field.name}_typed")
        refused = F.lit(False)
        if field.required:
            refused |= ~is_given
        if field.listed:
            refused |= is_given & ~typed.isin(list(self.codes_of(field.source)))
        if field.kind != "code":
            refused |= is_given & typed.isNull()
        return refused


def _typed(field: Field) -> Column:
    """The text of a field as what it is; null where it cannot be read."""
    text = F.col(field.name)
    if field.kind == "date":
        return _written_date(text)
    if field.kind == "flag":
        return F.when(F.upper(text).isin(*YES), True).when(F.upper(text).isin(*NO), False)
    return F.upper(text)


def _known(field: Field) -> Column:
    """The typed value, unless it is a date that says there is none."""
    typed = F.col(f"{field.name}_typed")
    return F.nullif(typed, F.lit(NO_DATE)) if field.kind == "date" else typed


def _written_date(text: Column) -> Column:
    day_first = F.concat_ws("-", text.substr(7, 4), text.substr(4, 2), text.substr(1, 2))
    iso = F.when(text.rlike(ISO_DATE), text.substr(1, 10).try_cast("date"))
    return iso.when(text.rlike(DAY_FIRST_DATE), day_first.try_cast("date"))


def _contacts(landed: Landed, first: date, last: date) -> list[DataFrame]:
    earliest_on = F.add_months(F.trunc(F.lit(first), "month"), -11)
    is_ruled = "la_code = rule_la_code and received_on between valid_from and coalesce(valid_to, date'9999-12-31')"
    rules = F.broadcast(landed.seed("contact_counting_rules").withColumnRenamed("la_code", "rule_la_code"))
    days = _working_days(landed)
    received_days = F.broadcast(days.toDF("received_on", "received_to_date"))
    decided_days = F.broadcast(days.toDF("decided_on", "decided_to_date"))
    social_reasons = landed.codes_reported_as("reason_for_contact", "social_care")
    is_legacy = F.col("reason_for_contact").isin(social_reasons) | F.col("is_referral")
    is_new = F.col("need").isin("harm", "not_sure") & (F.col("contact_type") == "CONTACT")
    contacts = (
        landed.staged("ssd_contacts")
        .filter(F.col("received_on").between(earliest_on, F.lit(last)))
        .join(landed.staged("lcs_contact_forms"), ["la_code", "contact_id"], "left")
        .filter("not coalesce(is_open_case, false)")
        .join(rules, F.expr(is_ruled), "left")
        .join(received_days, "received_on", "left")
        .join(decided_days, "decided_on", "left")
        .withColumns(
            {
                "month_on": F.last_day("received_on"),
                "form": F.coalesce("counted_by_form", "form_version"),
                "need": F.coalesce(landed.reported_as("need_identified", "need_identified"), F.lit("not_sure")),
                "source": F.coalesce(landed.reported_as("cont_contact_source_code", "source_code"), F.lit("others")),
                "is_referral": F.expr("coalesce(decision_outcome = 'REFERRAL', false)"),
            }
        )
        .filter(F.when(F.col("form") == "LEGACY", is_legacy).when(F.col("form") == "MASH_2020", is_new))
        .localCheckpoint()
    )
    by_source = contacts.filter("by_source_needs is distinct from 'harm' or need = 'harm'")
    return [
        _counted("contacts_by_source", by_source, "is_referral", "source"),
        _counted("contacts_decided_within_1_working_day", contacts, "decided_to_date - received_to_date <= 1"),
    ]


def _working_days(landed: Landed) -> DataFrame:
    """Working days to date, by day of the calendar that the bank holidays span."""
    holidays = landed.seed("bank_holidays").select(F.col("holiday_on").alias("day_on"), F.lit(True).alias("is_holiday"))
    span = holidays.agg(F.expr("sequence(trunc(min(day_on), 'year'), max(day_on))").alias("days"))
    days = span.select(F.explode("days").alias("day_on"))
    is_working_day = F.expr("cast(weekday(day_on) < 5 and is_holiday is null as int)")
    to_date = F.sum(is_working_day).over(Window.orderBy("day_on"))
    return days.join(F.broadcast(holidays), "day_on", "left").select("day_on", to_date).localCheckpoint()


def _protection(landed: Landed, asked: DataFrame) -> list[DataFrame]:
    in_order = Window.partitionBy(CHILD).orderBy(F.asc_nulls_last("started_on"), "plan_id")
    earlier = in_order.rowsBetween(Window.unboundedPreceding, -1)
    plans = (
        landed.staged("ssd_cp_plans")
        .filter("not coalesce(is_other_authority_plan, false)")
        .withColumns(
            {
                "is_repeat": F.row_number().over(in_order) > 1,
                "before_on": F.max("ended_on").over(earlier),
                "is_open_before": F.max(F.col("ended_on").isNull()).over(earlier),
            }
        )
        .localCheckpoint()
    )
    is_repeat_within = "coalesce(is_open_before, false) or started_on <= add_months(before_on, 24)"
    started = plans.withColumn("month_on", F.last_day("started_on"))
    ceased = plans.withColumn("month_on", F.last_day("ended_on"))
    open_plans = plans.join(asked, _is_open("started_on", "ended_on"))
    return [
        _counted("cp_plans_open", open_plans),
        _counted("cp_plans_open_two_years", open_plans, "datediff(month_on, started_on) + 1 > 729"),
        _counted("cp_plans_ceased_rolling_12_months", ceased),
        _counted("cp_plans_ceased_two_years", ceased, "datediff(ended_on, started_on) + 1 > 729"),
        _counted("cp_plans_repeat_within_24_months", started, is_repeat_within),
        _counted("cp_plans_repeat_ever", started, "is_repeat"),
    ]


def _care(landed: Landed, asked: DataFrame) -> list[DataFrame]:
    delivered = landed.staged("ssd_cla_placement").localCheckpoint()
    people = landed.staged("ssd_person").select(*CHILD, "born_on").localCheckpoint()
    short_breaks = landed.codes_reported_as("lega_legal_status", "short_break")
    breaks = landed.staged("ssd_legal_status").filter(F.col("legal_status").isin(short_breaks)).localCheckpoint()
    episodes = _episodes(landed.staged("ssd_cla_episodes"), delivered).localCheckpoint()
    periods = _periods(episodes, people).localCheckpoint()
    same_carers = landed.codes_reported_as("clae_cla_episode_start_reason", "same_carers")
    moved = episodes.filter(F.col("start_reason").isin(same_carers)).select("la_code", "placement_id", "started_on")
    setting = F.coalesce(landed.reported_as("clap_cla_placement_type", "placement_type"), F.lit("not_recorded"))
    placements = _placements(delivered.withColumn("setting", setting), periods, moved).localCheckpoint()

    on_break = breaks.join(asked, _is_open("started_on", "ended_on"))
    looked_after = _first(
        periods.join(asked, _is_open("started_on", "until_on")).join(on_break, CHILD_MONTH, "left_anti"),
        CHILD_MONTH,
        [F.desc("started_on"), F.desc("period_of_care_id")],
    ).localCheckpoint()
    in_care = (
        looked_after.select(*CHILD_MONTH, "period_of_care_id")
        .join(_spans(periods, breaks), CHILD)
        .filter(_is_open("since_on", "span_ended_on"))
        .join(people, CHILD, "left")
        .localCheckpoint()
    )
    in_care = (
        in_care.join(_homes(in_care, placements), CHILD_MONTH, "left")
        .join(_lived_in(in_care, placements), CHILD_MONTH, "left")
        .localCheckpoint()
    )
    long_term = in_care.filter((_birthday(16) > F.col("month_on")) & F.expr("add_months(since_on, 30) <= month_on"))
    return [
        _counted("looked_after", looked_after),
        _counted("placements_three_or_more", in_care, "lived_in >= 3"),
        _counted("placements_stable_two_years", long_term, "add_months(stable_since_on, 24) <= month_on"),
        _counted("placements_family_based", in_care, f"setting in {FAMILY_SETTINGS}"),
    ]


def _episodes(episodes: DataFrame, placements: DataFrame) -> DataFrame:
    """Episodes of care in their order, each in a period and ended no later than the next begins."""
    by_start = Window.partitionBy(CHILD).orderBy("started_on", F.asc_nulls_last("ceased_on"), "episode_id")
    in_order = Window.partitionBy(CHILD).orderBy("nth")
    begun = F.expr("coalesce(period_of_care_id, if(start_reason = 'S' or nth = 1, child_id || '#' || nth, null))")
    to_date = in_order.rowsBetween(Window.unboundedPreceding, Window.currentRow)
    return (
        episodes.filter("started_on is not null")
        .join(
            placements.select("la_code", "placement_id", F.col("ended_on").alias("placement_ended_on")),
            ["la_code", "placement_id"],
            "left",
        )
        .withColumn("nth", F.row_number().over(by_start))
        .withColumn("period_of_care_id", F.last(begun, ignorenulls=True).over(to_date))
        .withColumn("next_started_on", F.lead("started_on").over(in_order))
        .withColumn("next_period_id", F.lead("period_of_care_id").over(in_order))
        .withColumn("is_followed", F.expr("coalesce(next_started_on < ceased_on, false)"))
        .withColumn(
            "is_continued", F.expr("coalesce(ceased_reason = 'X1' and next_period_id = period_of_care_id, false)")
        )
        .withColumn(
            "shown_end_on",
            F.expr("if(placement_ended_on between started_on and next_started_on, placement_ended_on, null)"),
        )
        .withColumns(
            {
                "is_end_uncertain": F.expr("is_followed and not is_continued and shown_end_on is null"),
                "ceased_reason": F.expr("if(ceased_on is not null, ceased_reason, null)"),
                "ceased_on": F.expr(
                    """
                    case
                        when is_followed and is_continued then next_started_on
                        when is_followed then coalesce(shown_end_on, next_started_on)
                        else ceased_on
                    end
                    """
                ),
            }
        )
    )


def _periods(episodes: DataFrame, people: DataFrame) -> DataFrame:
    """Periods of care, ended as their last episode ended, or at 18."""
    of_last = ("child_id", "ceased_on", "ceased_reason", "is_end_uncertain")
    return (
        episodes.groupBy("la_code", "period_of_care_id")
        .agg(F.min("started_on").alias("started_on"), *(F.max_by(name, "nth").alias(name) for name in of_last))
        .join(people, CHILD, "left")
        .withColumn("ended_on", F.expr("if(ceased_reason <=> 'X1', null, ceased_on)"))
        .withColumn("turns_18_on", _birthday(18))
        .filter("turns_18_on is null or started_on < turns_18_on")
        .withColumn("until_on", F.least("ended_on", "turns_18_on"))
        .select(*CHILD, "period_of_care_id", "started_on", "ended_on", "until_on", "is_end_uncertain")
    )


def _placements(placements: DataFrame, periods: DataFrame, moved: DataFrame) -> DataFrame:
    """Placements in their periods of care, with how often the carers had changed and since when they are the same."""
    key = ["la_code", "placement_id"]
    placements = placements.filter("started_on is not null")
    unnamed = placements.filter("period_of_care_id is null")
    begun_in = _first(
        unnamed.select(*CHILD, "placement_id", F.col("started_on").alias("month_on"))
        .join(periods, CHILD)
        .filter(_is_open("started_on", "ended_on")),
        key,
        [F.desc("started_on"), F.desc("period_of_care_id")],
    ).select(*key, F.col("period_of_care_id").alias("begun_in"))
    period_ends = periods.select("la_code", "period_of_care_id", F.col("ended_on").alias("period_ended_on"))
    moved = moved.distinct().withColumn("is_moved", F.lit(True))
    by_start = Window.partitionBy(STAY).orderBy("started_on", F.asc_nulls_last("ended_on"), "placement_id")
    to_date = by_start.rowsBetween(Window.unboundedPreceding, Window.currentRow)
    of_carers = Window.partitionBy(CARERS)
    by_carers = Window.partitionBy(STAY).orderBy("nth_carers").rangeBetween(-1, Window.currentRow)
    return (
        placements.join(begun_in, key, "left")
        .withColumn("period_of_care_id", F.coalesce("period_of_care_id", "begun_in"))
        .join(period_ends, ["la_code", "period_of_care_id"], "left")
        .join(moved, [*key, "started_on"], "left")
        .withColumn(
            "is_new", F.expr("not (coalesce(is_moved, false) or coalesce(placement_type in ('A3', 'A5'), false))")
        )
        .withColumn("is_temporary", F.col("setting") == "temporary")
        .withColumn("nth", F.row_number().over(by_start))
        .withColumn("nth_carers", F.sum(F.col("is_new").cast("int")).over(to_date))
        .withColumn("first_setting", F.min_by("setting", "nth").over(of_carers))
        .withColumn("since_on", F.min("started_on").over(of_carers))
        .withColumn("before_on", F.min("started_on").over(by_carers))
        .withColumn(
            "stable_since_on",
            F.expr("if(setting = 'adoption' and first_setting = 'adoption', before_on, since_on)"),
        )
        .withColumn("ended_on", F.least("ended_on", "period_ended_on"))
        .select(*STAY, "placement_id", "started_on", "ended_on", "setting", "nth_carers", "stable_since_on")
    )


def _spans(periods: DataFrame, breaks: DataFrame) -> DataFrame:
    """Spans in which a child is looked after without a break, over all periods."""
    care = periods.filter("until_on is null or until_on > started_on")
    breaks = breaks.filter("ended_on is null or ended_on > started_on")
    steps = [
        care.selectExpr(*CHILD, "started_on as day_on", "1 as care", "0 as break", "0 as unknown"),
        care.selectExpr(*CHILD, "until_on as day_on", "-1 as care", "0 as break", "int(is_end_uncertain) as unknown"),
        breaks.selectExpr(*CHILD, "started_on as day_on", "0 as care", "1 as break", "0 as unknown"),
        breaks.selectExpr(*CHILD, "ended_on as day_on", "0 as care", "-1 as break", "0 as unknown"),
    ]
    by_day = Window.partitionBy(CHILD).orderBy("day_on")
    return (
        reduce(DataFrame.unionByName, steps)
        .filter("day_on is not null")
        .groupBy(*CHILD, "day_on")
        .agg(*(F.sum(name).alias(name) for name in ("care", "break", "unknown")))
        .withColumn("care_to_date", F.sum("care").over(by_day))
        .withColumn("is_in", (F.col("care_to_date") > 0) & (F.sum("break").over(by_day) == 0))
        .withColumn("was_in", F.lag("is_in", 1, False).over(by_day))
        .filter("is_in <> was_in or (is_in and unknown > 0 and care_to_date - care = unknown)")
        .withColumn("span_ended_on", F.lead("day_on").over(by_day))
        .filter("is_in")
        .select(*CHILD, F.col("day_on").alias("since_on"), "span_ended_on")
    )


def _homes(in_care: DataFrame, placements: DataFrame) -> DataFrame:
    """Where each child lives: the placement begun last, a temporary one only where there is no other."""
    placements = placements.withColumnRenamed("period_of_care_id", "own_period_id")
    return _first(
        in_care.select(*CHILD_MONTH, "period_of_care_id")
        .join(placements, CHILD)
        .filter("coalesce(own_period_id, period_of_care_id) = period_of_care_id")
        .filter(_is_open("started_on", "ended_on")),
        CHILD_MONTH,
        [F.asc("is_temporary"), F.desc("started_on"), F.desc("placement_id")],
    ).select(*CHILD_MONTH, "setting", "stable_since_on")


def _lived_in(in_care: DataFrame, placements: DataFrame) -> DataFrame:
    """In how many placements each child lived in the twelve months to the month end."""
    return (
        in_care.select(CHILD_MONTH)
        .join(placements.filter("not is_temporary"), CHILD)
        .filter("started_on <= month_on")
        .filter("ended_on is null or (ended_on > started_on and ended_on > add_months(trunc(month_on, 'month'), -11))")
        .groupBy(CHILD_MONTH)
        .agg(F.count_distinct(F.struct("period_of_care_id", "nth_carers")).alias("lived_in"))
    )


def _first(rows: DataFrame, key: list[str], order: list[Column]) -> DataFrame:
    """The first row of each key."""
    nth = F.row_number().over(Window.partitionBy(key).orderBy(*order))
    return rows.withColumn("nth_of_key", nth).filter("nth_of_key = 1").drop("nth_of_key")


def _is_open(started_on: str, ended_on: str) -> Column:
    """Open at the month end."""
    return F.expr(f"{started_on} <= month_on and ({ended_on} is null or {ended_on} > month_on)")


def _birthday(age: int) -> Column:
    """Born on 29 February: 1 March in a year without that day."""
    day = f"add_months(born_on, {12 * age})"
    return F.expr(f"if(day(born_on) = 29 and day({day}) = 28, date_add({day}, 1), {day})")


def _counted(name: str, cases: DataFrame, counts: str = "true", breakdown: str = "'all'") -> DataFrame:
    """Cases by month, and those that count."""
    return cases.groupBy(
        "la_code", F.lit(name).alias("indicator_id"), F.expr(breakdown).alias("breakdown"), "month_on"
    ).agg(F.count_if(F.expr(counts)).alias("numerator"), F.count("*").alias("weight"))


def _summed(landed: Landed, asked: DataFrame, months: DataFrame) -> DataFrame:
    """The months asked for, and of monthly indicators the year to date, each from the months it sums."""
    spans = (
        session()
        .createDataFrame([vars(indicator) for indicator in INDICATORS])
        .withColumnRenamed("name", "indicator_id")
        .join(F.broadcast(landed.seed("breakdowns")), "breakdown_set")
        .crossJoin(asked.withColumnRenamed("month_on", "period_end_on"))
        .crossJoin(F.broadcast(landed.newest))
        .filter("period_end_on <= month_end")
    )
    month = spans.withColumns(
        {
            "period_kind": F.lit("month"),
            "first_on": F.expr(
                "if(period_rule = 'rolling_12', last_day(add_months(period_end_on, -11)), period_end_on)"
            ),
        }
    )
    to_date = spans.filter("period_rule = 'in_month'").withColumns(
        {
            "period_kind": F.lit("ytd"),
            "first_on": F.expr("make_date(year(period_end_on) - int(month(period_end_on) < 4), 4, 1)"),
        }
    )
    key = ["la_code", "indicator_id", "breakdown", "period_kind", "period_end_on"]
    is_held = F.expr("period_end_on between valid_from and coalesce(valid_to, date'9999-12-31')")
    populations = landed.seed("child_populations").join(asked.withColumnRenamed("month_on", "period_end_on"), is_held)
    populations = populations.select("la_code", "period_end_on", "population_aged_0_17")
    in_span = F.col("month_on").between(F.col("first_on"), F.col("period_end_on"))
    return (
        month.unionByName(to_date)
        .join(months, ["la_code", "indicator_id", "breakdown"], "left")
        .groupBy(*key, "denominator")
        .agg(
            F.coalesce(F.sum(F.when(in_span, F.col("numerator"))), F.lit(0)).cast("double").alias("numerator"),
            F.coalesce(F.sum(F.when(in_span, F.col("weight"))), F.lit(0)).alias("weight"),
        )
        .join(F.broadcast(populations), ["la_code", "period_end_on"], "left")
        .withColumn("denominator", F.expr("double(if(denominator = 'cases', weight, population_aged_0_17))"))
        .select(*key, "numerator", "denominator")
    )


if __name__ == "__main__":
    command_line(
        "spark", pyspark.__version__, pages, start=session, helper=lambda: session().sparkContext._gateway.proc.pid
    )
