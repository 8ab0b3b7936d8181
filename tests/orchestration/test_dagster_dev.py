"""`dagster dev` with nothing configured: it starts, listens on this machine only, and a range is one run."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from orchestration.settings import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name == "nt", reason="signals")]

LAUNCH = """
mutation($params: LaunchBackfillParams!) {
  launchPartitionBackfill(backfillParams: $params) {
    __typename
    ... on LaunchBackfillSuccess { backfillId }
    ... on PythonError { message }
  }
}
"""
ASSETS = "{ assetNodes { assetKey { path } groupName jobNames } }"
RUNS = "{ runsOrError { ... on Runs { results { runId status tags { key value } } } } }"
SIX_MONTHS = [f"2020-{month:02d}-01" for month in range(6, 12)]


class Server:
    """A running `dagster dev`, asked through GraphQL."""

    def __init__(self, port: int):
        self.address = f"http://127.0.0.1:{port}/graphql"

    def ask(self, query: str, **variables) -> dict:
        body = json.dumps({"query": query, "variables": variables}).encode()
        request = urllib.request.Request(self.address, body, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            content = json.load(answer)
        assert "errors" not in content, content
        return content["data"]

    def wait(self, question, seconds: float):
        """The first answer of `question` that is something; fails after so many seconds."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                if answer := question():
                    return answer
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                pass
            time.sleep(0.5)
        raise AssertionError("no answer in time")


@pytest.fixture
def server(council, tmp_path: Path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "dagster.yaml").write_text(
        "telemetry: {enabled: false}\nconcurrency: {pools: {default_limit: 1, granularity: run}}\n"
    )
    dagster = Path(sys.executable).parent / "dagster"
    with (tmp_path / "server.log").open("w") as log:
        process = subprocess.Popen(
            [dagster, "dev", "--port", str(port)],
            cwd=ROOT,
            env={**council.environ, "DAGSTER_HOME": str(tmp_path / "home")},
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
        try:
            yield Server(port)
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)


def test_six_months_launched_together_are_one_run(server: Server) -> None:
    nodes = server.wait(lambda: server.ask(ASSETS)["assetNodes"], 120)
    groups = {node["groupName"] for node in nodes}
    assert groups >= {"landing", "seeds", "staging", "episodes", "by_period", "indicators", "reporting", "published"}
    selection = [{"path": node["assetKey"]["path"]} for node in nodes if "monthly_report" in node["jobNames"]]
    launched = server.ask(
        LAUNCH, params={"assetSelection": selection, "partitionNames": SIX_MONTHS, "tags": [], "fromFailure": False}
    )["launchPartitionBackfill"]
    assert launched["__typename"] == "LaunchBackfillSuccess", launched

    def ended() -> list[dict]:
        runs = server.ask(RUNS)["runsOrError"]["results"]
        return runs if runs and all(run["status"] in ("SUCCESS", "FAILURE") for run in runs) else []

    runs = server.wait(ended, 240)
    assert [run["status"] for run in runs] == ["SUCCESS"]
    tags = {tag["key"]: tag["value"] for tag in runs[0]["tags"]}
    assert tags["dagster/asset_partition_range_start"] == SIX_MONTHS[0]
    assert tags["dagster/asset_partition_range_end"] == SIX_MONTHS[-1]
