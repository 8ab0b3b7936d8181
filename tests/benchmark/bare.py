"""The limit: the SQL that dbt compiled, executed straight in DuckDB, in one process and in dbt's order.

    python -m tests.benchmark.bare <dbt target folder> <build database>

Belongs here: running statements. It makes the same relations and asks the same tests as the build that compiled them.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from graphlib import TopologicalSorter
from pathlib import Path

import duckdb

from orchestration.common.encryption.databases import CONFIG

OPTIONS = CONFIG | {"threads": 2, "checkpoint_threshold": "1GB"}  # as in profiles.yml


def statements(target: Path) -> list[tuple[str, str, str]]:
    """(layer, what to make, its SQL) of every model and test, each after what it reads; tests make nothing."""
    manifest, results = artefacts(target)
    compiled = {one["unique_id"]: one["compiled_code"] for one in results if one.get("compiled_code")}
    wanted = {
        name: node
        for name, node in manifest["nodes"].items()
        if node["resource_type"] in ("model", "test") and name in compiled
    }
    order = [name for name in TopologicalSorter(manifest["parent_map"]).static_order() if name in wanted]
    return [(layer(wanted[name]), _made(wanted[name]), compiled[name]) for name in order]


def artefacts(target: Path) -> tuple[dict, list[dict]]:
    """dbt's manifest of the project, and what its last command did with each node."""
    manifest = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
    return manifest, json.loads((target / "run_results.json").read_text(encoding="utf-8"))["results"]


def layer(node: dict) -> str:
    """The folder of models that a node belongs to, or 'tests'."""
    return "tests" if node["resource_type"] == "test" else node["schema"]


def _made(node: dict) -> str:
    if node["resource_type"] == "test":
        return ""
    kind = "view" if node["config"]["materialized"] == "view" else "table"
    return f"{kind} {node['schema']}.{node['name']}"


def execute(target: Path, build_db: Path) -> dict[str, float]:
    """Seconds by layer that all statements took on a database that holds raw tables, seeds and ledger."""
    seconds = Counter()
    found = statements(target)
    with duckdb.connect(str(build_db), config=OPTIONS) as con:
        for schema in {of for of, made, _ in found if made}:
            con.execute(f"create schema if not exists {schema}")
        for of, made, sql in found:
            begun = time.perf_counter()
            con.execute(f"create or replace {made} as {sql}" if made else sql).fetchall()
            seconds[of] += time.perf_counter() - begun
    return seconds


if __name__ == "__main__":
    print(json.dumps(execute(Path(sys.argv[1]), Path(sys.argv[2]))))
