"""Ranges launched through the API of a real Dagster server: each is one run, and one waits for the other."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
import yaml

from orchestration.common.settings import ROOT
from orchestration.defs.instance import folders_in

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name == "nt", reason="process groups")]

MONTHS = [f"2020-{month:02d}-01" for month in range(7, 13)]
ENDED = ("SUCCESS", "FAILURE", "CANCELED")
LAUNCH = """
mutation ($params: LaunchBackfillParams!) {
  launchPartitionBackfill(backfillParams: $params) {
    __typename
    ... on LaunchBackfillSuccess { backfillId }
  }
}
"""
RUNS = "{ runsOrError { ... on Runs { results { status startTime endTime tags { key value } } } } }"
LOOKS = """
{
  sensorOrError(sensorSelector: {
    repositoryName: "__repository__", repositoryLocationName: "childrens_monthly", sensorName: "dead_runs"
  }) { ... on Sensor { sensorState { ticks(limit: 20) { status skipReason } } } }
}
"""


@pytest.fixture
def ask(council, tmp_path):
    """Asks a `dagster dev` on the small council; the server keeps its own records, not those of the
    project."""
    home = tmp_path / "home"
    home.mkdir()
    instance = yaml.safe_load((ROOT / "dagster.yaml").read_text()) | folders_in(str(home))
    (home / "dagster.yaml").write_text(yaml.safe_dump(instance))
    port = free_port()
    server = subprocess.Popen(
        [str(Path(sys.executable).parent / "dagster"), "dev", "--host", "127.0.0.1", "--port", str(port)],
        cwd=ROOT,
        env={**council.environ, "DAGSTER_HOME": str(home)},
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield lambda query, **variables: graphql(port, query, variables)
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def test_ranges_are_one_run_each_and_run_one_after_the_other(ask):
    nodes = wait_for(lambda: ask("{ assetNodes { assetKey { path } } }")["assetNodes"], seconds=90)
    for months in (MONTHS, MONTHS[-1:]):
        params = {"assetSelection": [node["assetKey"] for node in nodes], "partitionNames": months}
        assert ask(LAUNCH, params=params)["launchPartitionBackfill"]["__typename"] == "LaunchBackfillSuccess"

    def ended():
        runs = ask(RUNS)["runsOrError"]["results"]
        return runs if [run["status"] in ENDED for run in runs] == [True, True] else None

    runs = wait_for(ended, seconds=600)
    assert [run["status"] for run in runs] == ["SUCCESS", "SUCCESS"]
    first, second = sorted(runs, key=lambda run: run["startTime"])
    assert first["endTime"] <= second["startTime"]
    assert (MONTHS[0], MONTHS[-1]) in {range_of(run) for run in runs}
    looks = ask(LOOKS)["sensorOrError"]["sensorState"]["ticks"]
    assert looks and {look["status"] for look in looks} == {"SKIPPED"}
    assert "A run is writing." in {look["skipReason"] for look in looks}


def range_of(run):
    tags = {tag["key"]: tag["value"] for tag in run["tags"]}
    return tuple(tags.get(f"dagster/asset_partition_range_{side}") for side in ("start", "end"))


def graphql(port, query, variables):
    body = json.dumps({"query": query, "variables": variables}).encode()
    request = urllib.request.Request(f"http://127.0.0.1:{port}/graphql", body, {"content-type": "application/json"})
    with urllib.request.urlopen(request, timeout=20) as response:
        return json.load(response)["data"]


def wait_for(question, seconds):
    """The first answer that is not empty; a server that is not up yet is no answer."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if answer := question():
                return answer
        except OSError:
            pass
        time.sleep(1)
    raise AssertionError(f"no answer within {seconds} s")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
