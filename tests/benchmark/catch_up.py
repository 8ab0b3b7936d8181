"""A year caught up in one go against twelve single runs, and where the time of a month goes.

Belongs here: whole runs. Does not belong: the build alone (engine.py).
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from orchestration.common.files import private_folder
from orchestration.common.months import month_end
from orchestration.demo.deliveries.deliver import deliver
from orchestration.demo.run import put_into_landing
from tests.benchmark.processes import run

MONTHS = [f"2020-{number:02}" for number in range(1, 13)]
STEP = re.compile(r"^  (\S.*?) +done +([0-9.]+) s$", re.MULTILINE)


def against_single_runs(folder: Path) -> dict[str, float | dict[str, float]]:
    """Seconds of both, on the demo's deliveries; and of each step of the last single run."""
    made = folder / "made"
    deliver(made, seed=1, through=MONTHS[-1])
    environment = {name: {"CHILDREN_DATA": str(folder / name)} for name in ("caught_up", "single")}
    for name in environment:
        put_into_landing(made, private_folder(folder / name / "landing"), month_end(MONTHS[-1]))
    caught_up = run(["-m", "orchestration.run", "each", MONTHS[0], MONTHS[-1]], environment["caught_up"])
    single = [run(["-m", "orchestration.run", "month", month], environment["single"]) for month in MONTHS]
    for name in environment:
        shutil.rmtree(folder / name)
    return {
        "catch_up_seconds": caught_up.seconds,
        "single_runs_seconds": sum(one.seconds for one in single),
        "steps_of_a_month": {step: float(seconds) for step, seconds in STEP.findall(single[-1].output)},
        "month_seconds": single[-1].seconds,
    }
