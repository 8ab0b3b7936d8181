"""Commands in processes of their own, with the time and the memory that each took, and facts about the machine.

Belongs here: measuring. Does not belong: what is measured.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from orchestration.common.settings import ROOT

PARTS_THAT_MATTER = ("duckdb", "dbt-core", "dbt-duckdb", "dagster")


@dataclass(frozen=True)
class Taken:
    """What one process took: seconds by the clock, and its largest resident memory in megabytes; and what it said."""

    seconds: float
    peak_mb: float
    output: str


def run(arguments: Sequence[str], environment: Mapping[str, str]) -> Taken:
    """Run `python <arguments>` from the root. RuntimeError with its output when it does not end well.

    The memory is that of the process itself, not of any it starts.
    """
    inherited = {
        key: value for key, value in os.environ.items() if not key.startswith(("CHILDREN_", "DAGSTER_", "DBT_"))
    }
    begun = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**inherited, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        output = process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - begun
    if process.returncode:
        raise RuntimeError(f"{' '.join(arguments)} ended with {process.returncode}:\n{output[-4000:]}")
    return Taken(seconds, used.ru_maxrss / 1024, output)


def machine() -> dict[str, str]:
    """What a reader needs to know of the machine that measured."""
    memory = int(_first_line("/proc/meminfo").split()[1]) / 1024**2
    return {
        "cores": str(os.cpu_count()),
        "processor": platform.machine(),
        "memory": f"{memory:.0f} GiB",
        "system": f"{platform.system()} {platform.release().partition('-')[0]}",
        "Python": platform.python_version(),
        **{name: version(name) for name in PARTS_THAT_MATTER},
    }


def _first_line(path: str) -> str:
    return Path(path).read_text(encoding="utf-8").splitlines()[0]
