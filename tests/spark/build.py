"""The demo council and all hand-made ones, built on DuckDB and on Spark in a folder of its own.

Belongs here: landing them, and the two builds. Does not belong: comparing them (compare.py).
"""

from __future__ import annotations

import os
import shutil
from datetime import date
from pathlib import Path

from pyspark.sql import SparkSession

from orchestration.build import database
from orchestration.build.spark.build import build_on_spark
from orchestration.demo.deliveries import delivery_files
from orchestration.demo.deliveries.deliver import deliver
from orchestration.landing.deliveries import land_all
from tests.council.conftest import write_project
from tests.council.council import write_councils
from tests.project import dbt_build

MONTH = "2020-12"
RUN = database.Run(date(2021, 1, 6), date(2020, 1, 31), date(2020, 12, 31), "test")


def build_both(place: Path) -> tuple[Path, SparkSession]:
    """Land the councils and build all models on both engines; DuckDB's build database, and Spark's session."""
    build, project = place / "build" / "council.duckdb", place / "project"
    os.environ["CHILDREN_BUILD_DB"] = str(build)
    write_project(project)
    write_councils(place / "landing")
    write_demo(place / "landing", place / "made")
    with database.connect(build) as con:
        database.prepare(con)
        summary = land_all(con, place / "landing", place / "build" / "tmp")
        assert not summary.refused, summary.refused
        database.set_run(con, RUN)
    dbt_build(project, build, ("*",))
    return build, build_on_spark(build, place / "spark", project=project)


def write_demo(landing: Path, scratch: Path) -> None:
    """The last delivery of the demo of 2020, which holds every month."""
    deliver(scratch, seed=1, through=MONTH)
    newest = delivery_files.folder(scratch, MONTH)
    shutil.copytree(newest, landing / newest.relative_to(scratch))
