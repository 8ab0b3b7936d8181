"""A small council that has run once, and copies of it to do things to."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from orchestration import lock, settings
from orchestration.settings import ROOT
from tests.landing.small_deliveries import write_council


class Installation:
    """A data folder of its own, and commands run on it in processes of their own."""

    def __init__(self, data: Path):
        self.data = data
        self.environ = {
            **{
                key: value for key, value in os.environ.items() if not key.startswith(("CHILDREN_", "DAGSTER_", "DBT_"))
            },
            "CHILDREN_DATA": str(data),
            "PYTHONPATH": str(ROOT),
        }
        self.settings = settings.load({"CHILDREN_DATA": str(data)})

    def run(self, *arguments: str) -> subprocess.CompletedProcess:
        """`python -m orchestration.run ...`, its output as text."""
        return self.python("-m", "orchestration.run", *arguments)

    def python(self, *arguments: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, *arguments], cwd=ROOT, env=self.environ, capture_output=True, text=True, timeout=300
        )


@pytest.fixture(scope="session")
def november(tmp_path_factory):
    """The small council with deliveries to December 2020, run as it was in November. Not to be changed."""
    made = Installation(tmp_path_factory.mktemp("november") / "data")
    write_council(made.settings.landing, "2020-01", "2020-12")
    done = made.run("month", "2020-11")
    assert done.returncode == 0, done.stdout + done.stderr
    made.output = done.stdout
    return made


@pytest.fixture
def council(november, tmp_path):
    """A copy of `november` to do things to."""
    shutil.copytree(november.data, tmp_path / "data", symlinks=True)
    made = Installation(tmp_path / "data")
    yield made
    lock.release_writer_lock(made.data)
