"""A run that is killed, wherever it is, leaves the published file as it was, and the next run succeeds."""

import os
import signal
import subprocess
import sys
import time

import duckdb
import pytest

from orchestration.common.settings import ROOT
from orchestration.defs.instance import dagster_instance
from tests.landing.small_deliveries import LA_CODE

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name == "nt", reason="signals")]

KILL_AT_CALL = """
import os, signal, sys
from orchestration.{module} import {name} as original
import orchestration.{module} as module
calls = 0
def killed(*arguments, **keys):
    global calls
    calls += 1
    if calls == {call}:
        os.kill(os.getpid(), signal.SIGKILL)
    return original(*arguments, **keys)
module.{name} = killed
{then}
"""
LAND = "from orchestration.cli import main; main.main(['land'])"
PUBLISH = (
    "from orchestration.common import settings; from orchestration.publish.publication import publish; "
    "publish(settings.load())"
)


def kill_at(council, module, name, call, then):
    done = council.python("-c", KILL_AT_CALL.format(module=module, name=name, call=call, then=then))
    assert done.returncode == -signal.SIGKILL, done.stderr


def changed_build(council):
    """Something new to publish."""
    with duckdb.connect(str(council.settings.build_db)) as con:
        con.execute("comment on table reporting.publication is 'Another text.'")


def test_killed_while_landing(council):
    """In the middle of the second table of a delivery: nothing of it is there, and landing again lands it."""
    council.settings.build_db.unlink()
    before = council.settings.published_db.read_bytes()
    kill_at(council, "landing.deliveries", "insert_rows", 15, LAND)
    with duckdb.connect(str(council.settings.build_db), read_only=True) as con:
        landed = con.execute("select delivery_id from raw.deliveries").fetchall()
        assert landed == [(f"{LA_CODE}/2020-01-31/1",)]
        assert con.execute("select distinct _delivery_id from raw.ssd_person").fetchall() == landed
    assert council.settings.published_db.read_bytes() == before
    done = council.run("land")
    assert done.returncode == 0 and "Already landed: 1 deliveries" in done.stdout
    with duckdb.connect(str(council.settings.build_db), read_only=True) as con:
        assert con.execute("select count(*) from raw.deliveries").fetchall() == [(12,)]
    assert list(council.settings.scratch.iterdir()) == []


@pytest.mark.parametrize(
    ("module", "name", "call"),
    [
        ("publish.candidate", "_copy", 3),
        ("publish.publication", "audit", 1),
        ("publish.publication", "keep_previous", 1),
        ("publish.publication", "replace", 1),
    ],
)
def test_killed_while_copying_auditing_keeping_or_replacing(council, module, name, call):
    changed_build(council)
    before = council.settings.published_db.read_bytes()
    kill_at(council, module, name, call, PUBLISH)
    assert council.settings.published_db.read_bytes() == before
    assert list(council.settings.published.glob(".children-*"))
    done = council.python("-c", PUBLISH)
    assert done.returncode == 0, done.stderr
    assert council.settings.published_db.read_bytes() != before
    assert list(council.settings.published.glob(".children-*")) == []
    assert len(list((council.settings.published / "previous").iterdir())) == 1


def test_killed_while_dbt_builds(council):
    """All processes of the run at once, as when the machine goes down."""
    before = council.settings.published_db.read_bytes()
    run = subprocess.Popen(
        [sys.executable, "-m", "orchestration.run", "month", "2020-12"],
        cwd=ROOT,
        env=council.environ,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        wait_until_dbt_writes(council)
    finally:
        os.killpg(run.pid, signal.SIGKILL)
        run.wait()
    assert council.settings.published_db.read_bytes() == before
    done = council.run("month", "2020-12")
    assert done.returncode == 0, done.stdout + done.stderr
    with duckdb.connect(str(council.settings.published_db), read_only=True) as con:
        assert con.execute("select delivery_id from reporting.publication").fetchall() == [(f"{LA_CODE}/2020-12-31/1",)]
    assert statuses(council) == ["SUCCESS", "FAILURE", "SUCCESS"]


def statuses(council):
    """Of the runs that Dagster has on record, oldest first; the killed one stands as failed, not as running."""
    with dagster_instance(council.settings) as instance:
        return [run.status.value for run in instance.get_runs(ascending=True)]


def wait_until_dbt_writes(council):
    """Until the log of the run shows that dbt has built at least ten nodes."""
    log = council.settings.logs / "run_2020-10_2020-12.log"
    for _ in range(3600):
        if log.exists() and log.read_text(errors="replace").count("OK created") >= 10:
            return
        time.sleep(0.05)
    raise AssertionError("dbt did not start within three minutes")
