"""The dbt that is kept for a catch-up answers as dbt itself does, and does not outlive whoever began it."""

import os
import signal
import subprocess
import sys
import time

import pytest

from orchestration.kept_dbt import client
from orchestration.kept_dbt.keep import kept_dbt
from orchestration.project import DBT
from orchestration.settings import ROOT

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
def asking(environment):
    with kept_dbt(environment):
        yield {**environment, client.PLACE: os.environ[client.PLACE]}


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


def test_one_process_answers_all(asking):
    (server,) = children_named("kept_dbt.server")
    for _ in range(2):
        assert ran(client.__file__, LISTED, asking)[0] == 0
    assert children_named("kept_dbt.server") == [server]


def test_the_database_is_closed_when_a_command_has_ended(asking, environment):
    made = environment["CHILDREN_BUILD_DB"]
    assert ran(client.__file__, ["seed", "--quiet", "--select", "councils"], asking)[0] == 0
    assert os.path.getsize(made) > 0
    assert not os.path.exists(f"{made}.wal")


def test_what_it_is_asked_to_stop_stops(asking):
    command = [client.__file__, "build", "--quiet"]
    with subprocess.Popen(command, cwd=ROOT, env=asking, stdout=subprocess.DEVNULL) as asked:
        time.sleep(2)
        asked.send_signal(signal.SIGINT)
        asked.wait(timeout=30)
    assert asked.returncode > 0  # of the command, not of a client that died
    assert ended(lambda: len(children_named("kept_dbt.server")) == 1)


def test_without_it_dbt_itself_is_run(environment, tmp_path):
    for place in ({}, {client.PLACE: str(tmp_path / "gone")}):
        assert ran(client.__file__, LISTED, {**environment, **place}) == ran(DBT, LISTED, environment)


def test_it_ends_with_whoever_began_it(environment):
    began = (
        "import os, time\nfrom orchestration.kept_dbt.keep import kept_dbt\n"
        "with kept_dbt(dict(os.environ)):\n    print(flush=True)\n    time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", began], cwd=ROOT, env=environment, stdout=subprocess.PIPE) as process:
        process.stdout.readline()
        (server,) = children_named("kept_dbt.server", process.pid)
        process.kill()
    assert ended(lambda: not os.path.exists(f"/proc/{server}"))


def children_named(name, parent=None):
    """Ids of the processes begun by `parent` (this process) whose command line has the name."""
    found = subprocess.run(["pgrep", "-P", str(parent or os.getpid()), "-f", name], capture_output=True, text=True)
    return found.stdout.split()


def ended(is_so, seconds=30):
    until = time.monotonic() + seconds
    while not is_so() and time.monotonic() < until:
        time.sleep(0.1)
    return is_so()
