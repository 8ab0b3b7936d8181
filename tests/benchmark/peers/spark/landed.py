"""What was delivered, typed, and the seeds. Belongs here: reading and refusing. Does not belong: what is made of it."""

from __future__ import annotations

from functools import cache, reduce
from itertools import chain
from pathlib import Path

from pyspark.sql import Column, DataFrame, SparkSession, Window
from pyspark.sql import functions as F

from tests.benchmark.peers.shared import DAY_FIRST_DATE, ISO_DATE, NO, NO_DATE, STAGED, WHITE_SPACE, YES, Field

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


def first_of_each(rows: DataFrame, key: list[str], order: list[Column]) -> DataFrame:
    """The first row of each key."""
    nth = F.row_number().over(Window.partitionBy(key).orderBy(*order))
    return rows.withColumn("nth_of_key", nth).filter("nth_of_key = 1").drop("nth_of_key")
