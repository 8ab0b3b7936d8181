"""January 2021 as a user runs it, from a delivery full of canaries; the first delivery of it is refused whole."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from orchestration.common.settings import ROOT
from tests.canaries.planting import Planted, plant

OLDER = ("demo_deliveries", "reports", "previous", "logs", "dagster", "run")  # nothing of this month can stand there


@dataclass(frozen=True)
class Aviary:
    """The folder of everything that the two runs wrote, `data` in it, and what was planted."""

    folder: Path
    planted: Planted

    @property
    def data(self) -> Path:
        return self.folder / "data"


@pytest.fixture(scope="session")
def aviary(december: Path, tmp_path_factory: pytest.TempPathFactory) -> Aviary:
    """Run once: 2020 as published, then January with delivery 1, which cannot be read, and again with delivery 2."""
    folder = tmp_path_factory.mktemp("canaries")
    made = folder / "made"
    shutil.copytree(december, folder / "data", ignore=shutil.ignore_patterns(*OLDER))
    (folder / "temporary").mkdir()
    planted = plant(december / "demo_deliveries" / "E08000018" / "2021-01-31" / "1", made)
    months = folder / "data" / "landing" / "E08000018" / "2021-01-31"
    for number, expected in (("1", 1), ("2", 0)):
        shutil.copytree(made / "E08000018" / "2021-01-31" / number, months / number)
        assert _run(folder) == expected, (folder / "output.txt").read_text(encoding="utf-8")
    shutil.rmtree(made)
    return Aviary(folder, planted)


def _run(folder: Path) -> int:
    """Run January; what it prints is added to a file."""
    environment = {
        **os.environ,
        "CHILDREN_DATA": str(folder / "data"),
        "TMPDIR": str(folder / "temporary"),
        "DO_NOT_TRACK": "1",
    }
    for name in ("CHILDREN_BUILD_DB", "DAGSTER_HOME"):
        environment.pop(name, None)
    with (folder / "output.txt").open("a", encoding="utf-8") as output:
        command = [sys.executable, "-m", "orchestration.run", "month", "2021-01"]
        return subprocess.run(command, cwd=ROOT, env=environment, stdout=output, stderr=output, check=False).returncode
