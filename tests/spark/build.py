"""The demo council and all hand-made ones, built on DuckDB and on Spark in a folder of its own.

Belongs here: the two builds, of the same landed tables. Does not belong: comparing them (compare.py), or the engines'
settings (profiles.yml).
"""

from __future__ import annotations

import os
import shutil
from datetime import date
from pathlib import Path

from dbt.cli.main import dbtRunner
from pyspark.sql import SparkSession

from orchestration import database
from orchestration.demo import deliveries
from orchestration.demo.deliver import deliver
from orchestration.landing.land import land_all
from orchestration.spark import sources
from tests.council.conftest import write_project
from tests.council.council import write_councils

MONTH = "2020-12"
RUN = database.Run(date(2021, 1, 6), date(2020, 1, 31), date(2020, 12, 31), "test")


def build_both(place: Path, models: tuple[str, ...]) -> tuple[Path, SparkSession]:
    """Land the councils and build the models on both engines; DuckDB's build database, and Spark's session."""
    build, project = place / "build" / "council.duckdb", place / "project"
    os.environ |= {"CHILDREN_BUILD_DB": str(build), "CHILDREN_SPARK": str(place / "spark")}
    write_project(project)
    write_councils(place / "landing")
    write_demo(place / "landing", place / "made")
    with database.connect(build) as con:
        database.prepare(con)
        summary = land_all(con, place / "landing", place / "build" / "tmp")
        assert not summary.refused, summary.refused
        database.set_run(con, RUN)
        tables = sources.export(con, place / "parquet")
    dbt(project, "duckdb", "build", "--select", *models)
    dbt(project, "spark", "seed")
    spark = SparkSession.builder.getOrCreate()
    sources.register(spark, place / "parquet", tables)
    dbt(project, "spark", "run", "--select", *models)
    return build, spark


def write_demo(landing: Path, scratch: Path) -> None:
    """The last delivery of the demo of 2020, which holds every month."""
    deliver(scratch, seed=1, through=MONTH)
    newest = deliveries.folder(scratch, MONTH)
    shutil.copytree(newest, landing / newest.relative_to(scratch))


def dbt(project: Path, target: str, command: str, *arguments: str) -> None:
    """Run one command of dbt in this process."""
    excluded = ("--exclude-resource-type", "test", "unit_test") if command == "build" else ()
    done = dbtRunner().invoke(["--quiet", command, *arguments, *excluded, *places(project, target)])
    assert done.success, done.exception or [result.message for result in done.result if result.status != "success"]


def places(project: Path, target: str) -> tuple[str, ...]:
    """The options of dbt that say which project, which engine, and where to write."""
    read = ("--project-dir", project, "--profiles-dir", project, "--target", target)
    written = ("--target-path", project.parent / f"target_{target}", "--log-path", project.parent / "logs")
    return tuple(map(str, (*read, *written)))
