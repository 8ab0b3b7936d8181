"""The limit: the SQL that dbt compiled, executed straight in DuckDB, in one process and in dbt's order.

    python -m tests.benchmark.bare <dbt target folder> <build database>

Belongs here: running statements. It makes the same relations and asks the same tests as the build that compiled them.
"""

from __future__ import annotations

import json
import sys
import time
from graphlib import TopologicalSorter
from pathlib import Path

import duckdb

CONFIG = {"threads": 2, "checkpoint_threshold": "1GB"}  # as in profiles.yml


def statements(target: Path) -> list[tuple[str, str]]:
    """(what to make, its SQL) of every model and test that was built, each after what it reads; tests make ''."""
    manifest = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
    results = json.loads((target / "run_results.json").read_text(encoding="utf-8"))["results"]
    compiled = {one["unique_id"]: one["compiled_code"] for one in results if one.get("compiled_code")}
    wanted = {
        name: node
        for name, node in manifest["nodes"].items()
        if node["resource_type"] in ("model", "test") and name in compiled
    }
    parents = {name: [one for one in manifest["parent_map"][name] if one in wanted] for name in wanted}
    return [(_made(wanted[name]), compiled[name]) for name in TopologicalSorter(parents).static_order()]


def _made(node: dict) -> str:
    if node["resource_type"] == "test":
        return ""
    kind = "view" if node["config"]["materialized"] == "view" else "table"
    return f"{kind} {node['schema']}.{node['name']}"


def execute(target: Path, build_db: Path) -> float:
    """Seconds that all statements took on a database that holds raw tables, seeds and ledger."""
    found = statements(target)
    with duckdb.connect(str(build_db), config=CONFIG) as con:
        begun = time.perf_counter()
        for made, sql in found:
            if made:
                con.execute(f"create or replace {made} as {sql}")
            else:
                con.execute(sql).fetchall()
        return time.perf_counter() - begun


if __name__ == "__main__":
    print(json.dumps({"seconds": execute(Path(sys.argv[1]), Path(sys.argv[2]))}))
