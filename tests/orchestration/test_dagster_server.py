"""A six-month range launched through the API of a real Dagster server is one run."""

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

from orchestration.run_job import folders_in
from orchestration.settings import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name == "nt", reason="process groups")]

MONTHS = [f"2020-{month:02d}-01" for month in range(7, 13)]
LAUNCH = """
mutation ($params: LaunchBackfillParams!) {
  launchPartitionBackfill(backfillParams: $params) {
    __typename
    ... on LaunchBackfillSuccess { backfillId }
  }
}
"""
RUNS = "{ runsOrError { ... on Runs { results { status tags { key value } } } } }"


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


def test_a_range_of_six_months_is_one_run(ask):
    nodes = wait_for(lambda: ask("{ assetNodes { assetKey { path } } }")["assetNodes"], seconds=90)
    params = {"assetSelection": [node["assetKey"] for node in nodes], "partitionNames": MONTHS}
    assert ask(LAUNCH, params=params)["launchPartitionBackfill"]["__typename"] == "LaunchBackfillSuccess"

    def ended():
        runs = ask(RUNS)["runsOrError"]["results"]
        return runs if runs and all(run["status"] in ("SUCCESS", "FAILURE", "CANCELED") for run in runs) else None

    runs = wait_for(ended, seconds=180)
    assert [run["status"] for run in runs] == ["SUCCESS"]
    tags = {tag["key"]: tag["value"] for tag in runs[0]["tags"]}
    assert tags["dagster/asset_partition_range_start"] == MONTHS[0]
    assert tags["dagster/asset_partition_range_end"] == MONTHS[-1]


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
