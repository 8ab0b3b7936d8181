"""What tests of several folders share: the demo, run once in a folder of its own for all that need
published figures; a small council that has run once; and a browser."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from orchestration.common import writer_lock
from tests.browser import find_browser
from tests.installation import Installation
from tests.landing.small_deliveries import write_council

if TYPE_CHECKING:
    from playwright.sync_api import Browser

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
NEED_THE_DEMO = {"back_test", "canaries", "demo", "disclosure", "guide", "report"}


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--demo-data DIR` takes a finished demo instead of running one, while tests are being written."""
    parser.addoption("--demo-data", type=Path, help="data folder of a finished `python -m orchestration.demo run`")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """Side by side run what shares no fixture that takes minutes: all that needs the demo, and each other folder."""
    from xdist.scheduler import LoadScopeScheduling

    class ByFolder(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            folder = nodeid.split("/")[1]
            return "demo" if folder in NEED_THE_DEMO else folder

    return ByFolder(config, log)


def run_demo(data: Path, *arguments: str) -> None:
    """Run the demo's command line on a data folder; fails the test with its output when it does not end well."""
    environment = {**os.environ, "CHILDREN_DATA": str(data), "DO_NOT_TRACK": "1"}
    for name in ("CHILDREN_BUILD_DB", "DAGSTER_HOME"):
        environment.pop(name, None)
    command = [sys.executable, "-m", "orchestration.demo", *arguments]
    with (data / "output.txt").open("w", encoding="utf-8") as output:
        done = subprocess.run(command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT)
    assert done.returncode == 0, (data / "output.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def december(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Data folder after the twelve monthly runs of 2020. Read it only."""
    if given := request.config.getoption("--demo-data"):
        return given
    data = tmp_path_factory.mktemp("december")
    run_demo(data, "run")
    return data


@pytest.fixture(scope="session")
def other_december(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same from deliveries of another seed. Read it only."""
    data = tmp_path_factory.mktemp("other_december")
    run_demo(data, "run", "--seed", "2")
    return data


@pytest.fixture(scope="session")
def january(december: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Data folder after the delivery of January 2021 was run as well. Read it only."""
    data = tmp_path_factory.mktemp("january") / "data"
    shutil.copytree(december, data)
    run_demo(data, "rerun")
    return data


@pytest.fixture(scope="session")
def demo_landing(december: Path) -> Path:
    """The thirteen demo deliveries, as files."""
    return december / "demo_deliveries"


@pytest.fixture(scope="session")
def november(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """The small council with deliveries to December 2020, run as it was in November. Not to be changed."""
    made = Installation(tmp_path_factory.mktemp("november") / "data")
    write_council(made.settings.landing, "2020-01", "2020-12")
    done = made.run("month", "2020-11")
    assert done.returncode == 0, done.stdout + done.stderr
    made.output = done.stdout
    return made


@pytest.fixture
def council(november: Installation, tmp_path: Path) -> Iterator[Installation]:
    """A copy of `november` to do things to."""
    shutil.copytree(november.data, tmp_path / "data", symlinks=True)
    made = Installation(tmp_path / "data")
    yield made
    writer_lock.release_writer_lock(made.data)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser to open pages in. Without one the test is skipped; with CHILDREN_BROWSER_IS_REQUIRED=1 it fails."""
    from playwright.sync_api import sync_playwright

    path = find_browser()
    if path is None:
        reason = "no browser found; see tests/browser.py"
        pytest.fail(reason) if os.environ.get("CHILDREN_BROWSER_IS_REQUIRED") else pytest.skip(reason)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield started
        started.close()
