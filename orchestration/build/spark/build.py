"""The models built on Spark from what DuckDB landed.

Belongs here: the order of the steps. Does not belong: landing and publishing, which stay with DuckDB, or settings of
engines (profiles.yml).
"""

from __future__ import annotations

import os
from pathlib import Path

from dbt.cli.main import dbtRunner
from pyspark.sql import SparkSession

from orchestration.build import database
from orchestration.build.spark import java, sources
from orchestration.common.files import private_folder
from orchestration.common.settings import ROOT


def build_on_spark(build_db: Path, place: Path, models: tuple[str, ...] = (), project: Path = ROOT) -> SparkSession:
    """Copy what models read into tables under `place` and build the models, or all; returns the session."""
    os.environ["CHILDREN_SPARK"] = str(private_folder(place))
    java.provide(place / "java")
    with database.connect(build_db) as con:
        tables = sources.export(con, place / "parquet")
    run_dbt(project, "spark", place, "seed", "--full-refresh")
    spark = SparkSession.builder.getOrCreate()  # the one that dbt has begun, with the settings of the profile
    sources.register(spark, place / "parquet", tables)
    run_dbt(project, "spark", place, "run", *(("--select", *models) if models else ()))
    return spark


def run_dbt(project: Path, target: str, place: Path, *command: str):
    """Run one command of dbt in this process, writing under `place`; its result."""
    read = ("--project-dir", project, "--profiles-dir", project, "--target", target)
    written = ("--target-path", place / "target", "--log-path", place / "logs")
    done = dbtRunner().invoke(["--quiet", *command, *map(str, (*read, *written))])
    if not done.success:
        raise RuntimeError(done.exception or [one.message for one in done.result if one.status != "success"])
    return done.result
