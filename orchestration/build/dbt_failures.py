"""Which models, seeds and tests of a dbt build failed, why, and what to do about it.

dbt's own words are passed on where they speak of statements, files or columns. What could quote a row is not kept at
all: dbt_plugin/errors_without_values.py.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from orchestration.common.errors import advice

FAILED = ("error", "fail", "runtime error")
MOST = 20
# After these words nothing follows that comes from a row of a delivery.
TELLABLE = re.compile(
    r"NOT NULL constraint failed: [\w.]+"
    r"|(?:Compilation|Binder|Catalog|Parser|Parsing) Error(?s:.*?)(?=\n\s*\n|\Z)"
    r"|Seed cannot be loaded: .*"
    r"|\w+Exception(?= in line \d+:|: DuckDB)(?: in line \d+)?"
)
WHAT_TO_DO = {
    "seed": "Correct the seed: the csv file named beside it.",
    "test": "Look at the rows of a failed test: run its query, named beside it, on the build database.",
    "model": "A model that cannot take a row of a delivery has a fault. Report this to whoever maintains the models.",
}


def failure_text(run_results: Path) -> str:
    """A line for each model, seed and test that failed, and what to do, also about a fault of the machine."""
    log = run_results.parent / "dbt.log"
    if not run_results.exists():
        return _with_advice(f"dbt ended before it built anything; its log is {log}", log)
    failed = [one for one in _read(run_results)["results"] if one["status"] in FAILED]
    manifest = run_results.parent / "manifest.json"
    nodes = _read(manifest)["nodes"] if manifest.exists() else {}
    lines = [_line(one, nodes.get(one["unique_id"], {}), run_results.parent) for one in failed[:MOST]]
    lines += [f"and {len(failed) - MOST} more"] if len(failed) > MOST else []
    kinds = {one["unique_id"].partition(".")[0] for one in failed}
    listed = "".join(f"\n  {line}" for line in lines)
    to_do = "".join(f"\n{sentence}" for kind, sentence in WHAT_TO_DO.items() if kind in kinds)
    logged = f"\nThe log of dbt is {log}" if log.exists() else ""
    return _with_advice(f"dbt could not build or did not pass:{listed}{to_do}{logged}", run_results)


def _line(result: Mapping[str, Any], node: Mapping[str, Any], target: Path) -> str:
    """'test name (fail, 3 rows): what must hold; query path'."""
    kind, _, name = result["unique_id"].split(".")[:3]
    rows = f", {result['failures']} rows" if result.get("failures") else ""
    file = node.get("original_file_path", "")
    query = target / "compiled" / node.get("package_name", "") / file
    if kind == "test" and not file.endswith(".sql"):
        query = query / node.get("path", "")
    parts = [
        f"{kind} {name} ({result['status']}{rows})",
        " ".join(node.get("description", "").split()) if kind == "test" else "",
        " ".join(found[0].split())[:400] if (found := TELLABLE.search(result.get("message") or "")) else "",
        (f"query {query}" if kind == "test" else file) if file else "",
    ]
    return "; ".join(part for part in parts if part)


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _with_advice(sentence: str, artefact: Path) -> str:
    fault = advice(artefact.read_text(encoding="utf-8", errors="replace")) if artefact.exists() else None
    return f"{sentence}\n{fault}" if fault else sentence
