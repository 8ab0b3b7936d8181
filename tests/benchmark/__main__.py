"""Command line of the benchmark: measures, keeps what it measured, and writes the page about it.

    python -m tests.benchmark                     everything
    python -m tests.benchmark engine --sizes 1 10   one part again; the others stay as they were measured
    python -m tests.benchmark page                only write the page again

Belongs here: the order of parts. Does not belong: measuring, or the page.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import time
from pathlib import Path

from orchestration.build import database
from orchestration.build.spark import java
from orchestration.common.settings import ROOT
from orchestration.demo.deliveries.deliver import deliver
from orchestration.landing.deliveries import land_all
from tests.benchmark import catch_up, engine, landing, peers_run
from tests.benchmark.page import write_page
from tests.benchmark.processes import machine

MEASURED = ROOT / "docs" / "benchmark.json"
SIZES = (1.0, 10.0, 50.0, 210.0)
PEER_SIZES = (1.0, 10.0)
MONTHS_BEFORE = [0, 2, 12]
WINDOW_SIZES = (1.0, 10.0)
LANDED_ROWS = 2_000_000
PARTS = ("engine", "windows", "landing", "catch_up", "peers")


def main() -> int:
    """Measure the parts asked for, one after the other with nothing beside them."""
    given = parser().parse_args()
    measured = json.loads(MEASURED.read_text(encoding="utf-8")) if MEASURED.exists() else {}
    with tempfile.TemporaryDirectory(dir=given.folder, prefix="benchmark-") as made:
        for part in [one for one in PARTS if given.part in (one, "all")]:
            begun = time.monotonic()
            print(f"{part} ...", flush=True)
            measured[part] = measure(part, Path(made), tuple(given.sizes))
            measured.setdefault("seconds_by_part", {})[part] = round(time.monotonic() - begun)
            measured["machine"] = machine()
            MEASURED.write_text(json.dumps(measured, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    for path in write_page(measured, ROOT / "docs"):
        print(path.relative_to(ROOT))
    return 0


def measure(part: str, made: Path, sizes: tuple[float, ...]) -> list | dict:
    """What one part measured, as it stands in the file."""
    if part == "landing":
        return landing.measure(empty(made / "landing"), LANDED_ROWS)
    if part == "catch_up":
        return catch_up.against_single_runs(empty(made / "catch_up"))
    source = source_of(made)
    if part == "windows":
        return [
            one
            for size in WINDOW_SIZES
            for one in engine.with_months_before(empty(made / "windows"), source, size, MONTHS_BEFORE)
        ]
    if part == "peers":
        java.provide(made / "java")
        return [peers_run.at_size(empty(made / "peers"), source, size) for size in PEER_SIZES]
    nothing = engine.on_empty_tables(empty(made / "nothing"))
    return {
        "on_empty_tables": nothing,
        "by_size": [engine.against_bare(empty(made / "engine"), source, size) for size in sizes],
    }


def source_of(made: Path) -> Path:
    """The database with the demo's delivery of December, which all councils are copied from."""
    path = made / "source.duckdb"
    if not path.exists():
        *earlier, _ = deliver(made / "source", seed=1, through="2020-12")
        for folder in earlier:
            shutil.rmtree(folder)
        with database.connect(path) as con:
            database.prepare(con)
            land_all(con, made / "source", made / "tmp", is_demo_only=True).raise_if_blocked()
    return path


def empty(folder: Path) -> Path:
    """The folder, made anew."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    return folder


def parser() -> argparse.ArgumentParser:
    """The arguments."""
    made = argparse.ArgumentParser(prog="python -m tests.benchmark", description=__doc__.splitlines()[0])
    made.add_argument("part", nargs="?", default="all", choices=["all", *PARTS, "page"])
    made.add_argument("--sizes", nargs="+", type=float, default=SIZES, help="council-equivalents of the part engine")
    made.add_argument("--folder", type=Path, help="where to work; needs 60 GB for the largest size")
    return made


if __name__ == "__main__":
    sys.exit(main())
