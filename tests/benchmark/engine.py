"""A build by dbt against the same SQL executed straight, as councils grow in number and as more months are rerun.

Belongs here: what is built and timed. Does not belong: how a process is timed (processes.py), or what is said of it.
"""

from __future__ import annotations

import json
import shutil
from collections import Counter
from datetime import date
from pathlib import Path

from orchestration.build import database
from orchestration.common.code_version import code_version
from orchestration.common.months import month_end, rerun_range
from orchestration.demo.region.councils import invented
from orchestration.demo.region.deliveries import landed_deliveries, write_councils
from orchestration.landing.deliveries import land_all
from tests.benchmark import bare
from tests.benchmark.processes import Taken, run

MONTH = month_end("2020-12")
LARGEST_NUMBER = 153  # councils in England; beyond it they only grow


def prepared(folder: Path, source_db: Path, size: float) -> dict[str, float]:
    """Land `size` council-equivalents into `folder`/council.duckdb, ready to be built; what it took, and rows."""
    landing = folder / "landing"
    councils = invented(max(1, min(round(size), LARGEST_NUMBER)), size)
    write_councils(landed_deliveries(source_db, [MONTH]), councils, landing)
    with database.connect(folder / "council.duckdb") as con:
        database.prepare(con)
        summary = land_all(con, landing, folder / "tmp", is_demo_only=True)
        summary.raise_if_blocked()
        rows = sum(one.rows for one in summary.landed)
    shutil.rmtree(landing)
    set_months(folder, 2)
    return {"rows": rows, "councils": len(councils)}


def set_months(folder: Path, months_before: int) -> None:
    """Say that the next build computes December and so many months before, with nothing published yet."""
    first, last = rerun_range(MONTH, months_before, date.min)
    with database.connect(folder / "council.duckdb") as con:
        database.prepare(con)
        database.set_run(con, database.Run(date(2021, 1, 31), first, last, code_version()))
        database.refresh_ledger(con, folder / "none.duckdb")


def seeded(folder: Path) -> None:
    """Make the seeds in the build database."""
    _dbt(folder, "seed")


def compiled(folder: Path) -> None:
    """Make the seeds and compile every model and test, as a run leaves them to the next."""
    seeded(folder)
    _dbt(folder, "compile")


def built(folder: Path) -> Taken:
    """A build by dbt as the monthly run does it, tests included."""
    return _dbt(folder, "build", "--exclude-resource-type", "unit_test")


def _dbt(folder: Path, command: str, *arguments: str) -> Taken:
    folders = ("--target-path", str(folder / "target"), "--log-path", str(folder / "logs"))
    environment = {"CHILDREN_BUILD_DB": str(folder / "council.duckdb"), "CHILDREN_DATA": str(folder)}
    return run(["-m", "dbt.cli.main", command, "--quiet", *arguments, *folders], environment)


def executed(folder: Path) -> Taken:
    """The same statements in one process, on what the build before left."""
    return run(["-m", "tests.benchmark.bare", str(folder / "target"), str(folder / "council.duckdb")], {})


def against_bare(folder: Path, source_db: Path, size: float) -> dict:
    """Seconds and memory of the bare statements, and then of a build, at one size."""
    facts = prepared(folder, source_db, size)
    compiled(folder)
    straight, build = executed(folder), built(folder)
    by_layer = json.loads(straight.output.splitlines()[-1])
    return {
        **facts,
        "size": size,
        "build_seconds": build.seconds,
        "build_peak_mb": build.peak_mb,
        "bare_seconds": sum(by_layer.values()),
        "bare_seconds_by_layer": by_layer,
        "bare_peak_mb": straight.peak_mb,
        "file_mb": (folder / "council.duckdb").stat().st_size / 1024**2,
    }


def on_empty_tables(folder: Path) -> dict[str, float]:
    """Seconds of a build of the project where nothing has been delivered: what dbt itself takes."""
    set_months(folder, 2)
    built(folder)
    return {"seconds": built(folder).seconds}


def with_months_before(folder: Path, source_db: Path, size: float, months: list[int]) -> list[dict]:
    """Seconds of a build of December with each number of months before, at one size, and how long dbt's threads were at
    each layer; the first build is not counted.
    """
    prepared(folder, source_db, size)
    built(folder)
    found = []
    for number in months:
        set_months(folder, number)
        seconds = built(folder).seconds
        by_layer = thread_seconds_by_layer(folder / "target")
        found.append({"size": size, "months_before": number, "seconds": seconds, "thread_seconds_by_layer": by_layer})
    return found


def thread_seconds_by_layer(target: Path) -> dict[str, float]:
    """Seconds of dbt's threads, by the layers of models, seeds and tests, in the last build."""
    manifest, results = bare.artefacts(target)
    seconds = Counter()
    for one in results:
        if node := manifest["nodes"].get(one["unique_id"]):
            seconds[bare.layer(node)] += one["execution_time"]
    return seconds
