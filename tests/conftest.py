"""One demo for all tests that need published figures: the README's main job, run once in a folder of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--demo-data DIR` takes a finished demo instead of running one, while tests are being written."""
    parser.addoption("--demo-data", type=Path, help="data folder of a finished `python -m orchestration.demo run`")


def run_demo(command: str, data: Path) -> subprocess.CompletedProcess:
    """Run the demo's command line on a data folder; fails the test with its output when it does not end well."""
    environment = {**os.environ, "CHILDREN_DATA": str(data), "DO_NOT_TRACK": "1"}
    for name in ("CHILDREN_BUILD_DB", "DAGSTER_HOME"):
        environment.pop(name, None)
    done = subprocess.run(
        [sys.executable, "-m", "orchestration.demo", command], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done


@pytest.fixture(scope="session")
def december(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Data folder after the twelve monthly runs of 2020. Read it only."""
    if given := request.config.getoption("--demo-data"):
        return given
    data = tmp_path_factory.mktemp("december")
    run_demo("run", data)
    return data


@pytest.fixture(scope="session")
def january(december: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Data folder after the delivery of January 2021 was run as well. Read it only."""
    data = tmp_path_factory.mktemp("january") / "data"
    shutil.copytree(december, data)
    run_demo("rerun", data)
    return data


@pytest.fixture(scope="session")
def demo_landing(december: Path) -> Path:
    """The thirteen demo deliveries, as files."""
    return december / "demo_deliveries"
