"""The pages as the product computes them: its own SQL as dbt compiles it, run on Parquet in one DuckDB process.

Only the models that the indicators need are run, in the order of the project and materialised as there; the two models
that join all indicators are cut to those of the pages.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from datetime import date
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from time import perf_counter

import duckdb

from orchestration.build import database
from orchestration.common.encryption.databases import CONFIG
from orchestration.common.settings import ROOT
from tests.benchmark.peers.exchange import Answers
from tests.benchmark.peers.shared import INDICATORS, command_line

PLACE = ROOT / "target" / "benchmark"
NAMES = [indicator.name for indicator in INDICATORS]
MODELS = [f"ind_{name}" for name in NAMES]
OF_PAGES = f"'({'|'.join(NAMES)})' as indicator_id"
ANSWERS = """
select la_code, indicator_id, breakdown, period_kind, period_end_on, numerator, denominator
from reporting.indicator_values
where period_end_on between ? and ?
"""

seconds_by_layer: Counter[str] = Counter()


def pages(folder: Path, first: date, last: date) -> Answers:
    """The answers for the month ends `first` to `last`."""
    with duckdb.connect(config=CONFIG) as con:
        con.execute("attach ':memory:' as council")
        con.execute("use council")
        database.prepare(con)
        for schema in ("raw", "seeds"):
            con.execute(f"create schema if not exists {schema}")
            for file in (folder / schema).glob("*.parquet"):
                con.execute(f"drop table if exists {schema}.{file.stem}")
                con.execute(f"create view {schema}.{file.stem} as from read_parquet('{file}')")
        (known_on,) = con.execute("select max(extract_date) from raw.deliveries").fetchone()
        database.set_run(con, database.Run(known_on, first, last, "benchmark"))
        for layer, statement in statements():
            begun = perf_counter()
            con.execute(statement)
            seconds_by_layer[layer] += perf_counter() - begun
        return con.execute(ANSWERS, [first, last]).fetchall()


@cache
def statements() -> list[tuple[str, str]]:
    """(layer, statement) that makes each needed model, those it rests on first."""
    nodes = _compiled()
    rests_on = {name: set(node["depends_on"]["nodes"]) & nodes.keys() for name, node in nodes.items()}
    made = [nodes[name] for name in TopologicalSorter(rests_on).static_order()]
    made = [node for node in made if node["config"]["materialized"] != "ephemeral"]
    schemas = sorted({node["schema"] for node in made})
    return [(schema, f"create schema if not exists {schema}") for schema in schemas] + [
        (node["schema"], f"create {node['config']['materialized']} {node['relation_name']} as {_cut(node)}")
        for node in made
    ]


def _compiled() -> dict[str, dict]:
    """The needed models with their SQL, compiled against an empty database."""
    PLACE.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        [
            *(Path(sys.executable).with_name("dbt"), "compile", "--quiet"),
            *("--select", *(f"+{model}" for model in MODELS), "+reporting_months", "council_terms", "indicators"),
            *("indicator_events", "indicator_spans", "indicator_values", "--target-path", PLACE, "--log-path", PLACE),
        ],
        cwd=ROOT,
        env={**os.environ, "CHILDREN_BUILD_DB": str(PLACE / "council.duckdb"), "DO_NOT_TRACK": "1"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    nodes = json.loads((PLACE / "manifest.json").read_text(encoding="utf-8"))["nodes"]
    return {
        key: node
        for key, node in nodes.items()
        if node["resource_type"] == "model"
        and node.get("compiled_code")
        and (node["name"] in MODELS or not node["name"].startswith("ind_"))
    }


def _seconds() -> dict[str, dict[str, float]]:
    return {"seconds_by_layer": seconds_by_layer}


def _cut(node: dict) -> str:
    """The model's SQL, without other indicators where it joins them all."""
    sql = node["compiled_code"]
    if node["name"] == "indicators":
        return f"select * from ({sql}) where indicator_id in ({', '.join(map(repr, NAMES))})"
    if node["name"] == "indicator_events":
        return "union all".join(part for part in sql.split("union all") if re.search(OF_PAGES, part))
    return sql


if __name__ == "__main__":
    command_line("duckdb", duckdb.__version__, pages, start=statements, further=_seconds)
