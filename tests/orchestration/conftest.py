"""A small council that has run once, and copies of it to do things to."""

import shutil

import pytest

from orchestration.common import writer_lock
from tests.landing.small_deliveries import write_council
from tests.orchestration.installation import Installation


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
    writer_lock.release_writer_lock(made.data)
