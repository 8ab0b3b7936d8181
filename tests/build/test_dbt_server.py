"""The dbt that is kept for a catch-up answers as dbt itself does, and does not outlive whoever began it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from orchestration.build.dbt_environment import DBT
from orchestration.build.dbt_server import client
from orchestration.build.dbt_server.session import kept_dbt
from orchestration.common.settings import ROOT

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="a process cannot be copied here")

LISTED = ["ls", "--quiet", "--select", "stg_contacts"]


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    made = tmp_path_factory.mktemp("kept")
    return {
        **os.environ,
        "CHILDREN_BUILD_DB": str(made / "council.duckdb"),
        "DO_NOT_TRACK": "1",
        "DBT_TARGET_PATH": str(made / "target"),
        "DBT_LOG_PATH": str(made / "logs"),
        "PATH": os.pathsep.join([str(DBT.parent), os.environ["PATH"]]),
    }


@pytest.fixture(scope="module")
def asking(environment, tmp_path_factory):
    """What a client is given; should it turn to a dbt of its own, that one fails."""
    other = tmp_path_factory.mktemp("other") / "dbt"
    other.write_text("#!/bin/sh\nexit 77\n", encoding="utf-8")
    other.chmod(0o700)
    path = os.pathsep.join([str(other.parent), environment["PATH"]])
    with kept_dbt(environment):
        yield {**environment, "PATH": path, client.PLACE: os.environ[client.PLACE]}


def ran(executable, arguments, environment):
    done = subprocess.run([executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True)
    return done.returncode, done.stdout


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (LISTED, 0),
        (["build", "--quiet", "--select", "no_such_model"], 2),  # a warning that dbt_project.yml makes an error
        (["compile", "--quiet", "--inline", "select {{ no_such_macro() }}"], 2),
        (["ls", "--no-such-option"], 2),
    ],
    ids=["works", "nothing selected", "does not compile", "wrong option"],
)
def test_exit_code_and_output_are_those_of_dbt(asking, environment, arguments, code):
    kept, own = ran(client.__file__, arguments, asking), ran(DBT, arguments, environment)
    assert kept[0] == own[0] == code
    if not code:
        assert kept[1] == own[1] != ""


def test_what_duckdb_says_of_a_row_is_not_told(asking):
    code, told = ran(client.__file__, ["show", "--inline", "select cast('PLANTED' || 1 as date) as day"], asking)
    assert code and "can quote a row" in told and "PLANTED1" not in told


def test_the_database_is_closed_when_a_command_has_ended(asking, environment):
    made = environment["CHILDREN_BUILD_DB"]
    assert ran(client.__file__, ["seed", "--quiet", "--select", "councils"], asking)[0] == 0
    assert os.path.getsize(made) > 0
    assert not os.path.exists(f"{made}.wal")


def test_what_it_is_asked_to_stop_stops(asking):
    with subprocess.Popen([client.__file__, "build"], cwd=ROOT, env=asking, stdout=subprocess.PIPE) as asked:
        asked.stdout.readline()  # it runs
        asked.send_signal(signal.SIGINT)
        asked.communicate(timeout=30)
    assert asked.returncode > 0  # of the command, not of a client that died
    assert ran(client.__file__, LISTED, asking)[0] == 0


def test_without_it_dbt_itself_is_run(environment, tmp_path):
    for place in ({}, {client.PLACE: str(tmp_path / "gone")}):
        assert ran(client.__file__, LISTED, {**environment, **place}) == ran(DBT, LISTED, environment)


def test_it_ends_with_whoever_began_it(environment):
    began = (
        "import os, time\nfrom orchestration.build.dbt_server.session import kept_dbt\n"
        "with kept_dbt(dict(os.environ)):\n    print(os.environ['CHILDREN_KEPT_DBT'], flush=True)\n    time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", began], cwd=ROOT, env=environment, stdout=subprocess.PIPE) as process:
        folder = Path(process.stdout.readline().strip().decode()).parent
        (server,) = children_of(process.pid)
        process.kill()
    assert ended(lambda: not Path("/proc", server).exists()) and not folder.exists()


def children_of(pid):
    """Ids of the processes that a process has begun."""
    return subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True).stdout.split()


def ended(is_so, seconds=30):
    until = time.monotonic() + seconds
    while not is_so() and time.monotonic() < until:
        time.sleep(0.1)
    return is_so()
