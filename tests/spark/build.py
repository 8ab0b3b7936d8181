"""The hand-made council built on DuckDB and on Spark, in a folder of its own.

Belongs here: the two builds. Does not belong: comparing them (compare.py), or the settings of the engines (profiles.yml).
"""

from __future__ import annotations

import os
from pathlib import Path

from dbt.cli.main import dbtRunner
from pyspark.sql import SparkSession

from orchestration import database
from orchestration.landing.land import land_all
from orchestration.spark import sources
from tests.council.conftest import RUN, write_project
from tests.council.council import write_councils


def build_both(place: Path, models: tuple[str, ...]) -> tuple[Path, SparkSession]:
    """Land the council and build the models on both engines; DuckDB's build database, and Spark's session."""
    build, project = place / "build" / "council.duckdb", place / "project"
    os.environ |= {"CHILDREN_BUILD_DB": str(build), "CHILDREN_SPARK": str(place / "spark")}
    write_project(project)
    write_councils(place / "landing")
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


def dbt(project: Path, target: str, command: str, *arguments: str) -> None:
    """Run one command of dbt in this process."""
    excluded = ("--exclude-resource-type", "test", "unit_test") if command == "build" else ()
    folders = ("--target-path", str(project.parent / f"target_{target}"), "--log-path", str(project.parent / "logs"))
    where = ("--project-dir", str(project), "--profiles-dir", str(project), "--target", target)
    done = dbtRunner().invoke(["--quiet", command, *arguments, *excluded, *where, *folders])
    assert done.success, done.exception or [result.message for result in done.result if result.status != "success"]
