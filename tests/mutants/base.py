"""A build database on which mutants are tried: the statements of one change run in a transaction that is rolled back.

dbt has built it once from the marked models, and left the statements in its target folder. Of a mutant only the changed
models run again, and of those that rest on them only where rows differ, so that the tests see what they would see after
a build.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import duckdb

from tests.mutants.marks import changed, numbers_in, unchanged

ANOTHER_TABLE = re.compile(r"^\s*drop (table|view) [^;]*;")  # where dbt has replaced one
SECONDS = 30
SETTINGS = (
    "set disabled_optimizers = 'top_n_window_elimination'",
    "set memory_limit = '2GB'",
    "set temp_directory = ''",
    "set threads = 1",
)


@dataclass(frozen=True)
class Statement:
    """What dbt executes for one model, data test or unit test."""

    unique_id: str
    kind: str
    name: str
    relation: str
    is_view: bool
    severity: str
    parents: frozenset[str]
    sql: str

    @cached_property
    def numbers(self) -> frozenset[int]:
        """The changes in it."""
        return frozenset(numbers_in(self.sql))


def statements(target: Path) -> dict[str, Statement]:
    """All that dbt has run and left in a target folder, parents first."""
    manifest = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
    nodes = manifest["nodes"] | manifest["unit_tests"]
    found = {}
    for unique_id in TopologicalSorter({name: _parents(node) for name, node in nodes.items()}).static_order():
        node = nodes.get(unique_id, {})
        path = _run_file(target, node) if node.get("resource_type") in ("model", "test", "unit_test") else None
        if path and path.exists():
            config = node.get("config", {})
            found[unique_id] = Statement(
                unique_id,
                node["resource_type"],
                node["name"],
                node.get("relation_name") or "",
                config.get("materialized") == "view",
                (config.get("severity") or "").lower(),
                _relations_under(unique_id, nodes),
                ANOTHER_TABLE.sub("", path.read_text(encoding="utf-8")).replace('__dbt_tmp"', '"'),
            )
    return found


def _parents(node: dict[str, Any]) -> list[str]:
    return node["depends_on"].get("nodes", [])


def _run_file(target: Path, node: dict[str, Any]) -> Path:
    path = Path(node["original_file_path"])
    match node["resource_type"]:
        case "test" if path.suffix == ".yml":
            path = path / node["path"]
        case "unit_test":
            path = path / path.parent / f"{node['name']}.sql"
    return target / "run" / node["package_name"] / path


def _relations_under(unique_id: str, nodes: dict[str, Any]) -> frozenset[str]:
    """The models a statement reads: its parents, and in the place of ephemeral ones theirs."""
    found: set[str] = set()
    for parent in _parents(nodes[unique_id]):
        if nodes.get(parent, {}).get("config", {}).get("materialized") == "ephemeral":
            found |= _relations_under(parent, nodes)
        elif parent in nodes:
            found.add(parent)
    return frozenset(found)


class Base:
    """An open build database with its statements."""

    def __init__(self, path: Path, target: Path) -> None:
        self.con = duckdb.connect(str(path))
        for setting in SETTINGS:
            self.con.execute(setting)
        self.statements = statements(target)
        self._fingerprints: dict[str, tuple] = {}
        self._results: dict[str, tuple[str, int]] = {}

    def of_kind(self, kind: str) -> list[Statement]:
        """Statements of one kind, parents first."""
        return [one for one in self.statements.values() if one.kind == kind]

    def remember(self) -> None:
        """Build all without a mark, and look at every table and data test; building again must give the same."""
        for model in self.of_kind("model"):
            self._rebuild(model, 0)
            self._fingerprints[model.unique_id] = self._fingerprint(model)
        with self._rolled_back():
            for model in self.of_kind("model"):
                self._rebuild(model, 0)
                assert self._fingerprint(model) == self._fingerprints[model.unique_id], f"{model.name} is not settled"
        for test in self.of_kind("test"):
            self._results[test.unique_id] = self._result(test, unchanged(test.sql))
        wrong = [unique_id for unique_id, (status, _) in self._results.items() if status == "fail"]
        assert not wrong, f"data tests fail without a change: {wrong}"

    @contextmanager
    def with_change(self, number: int) -> Iterator[set[str]]:
        """The database as it is with one change; the models that hold other rows. duckdb.Error where it does not
        build.
        """
        with self._rolled_back():
            others: set[str] = set()
            for model in self.of_kind("model"):
                is_changed = number in model.numbers
                if is_changed or model.parents & others:
                    if is_changed or not model.is_view:
                        self._rebuild(model, number)
                    if self._fingerprint(model) != self._fingerprints[model.unique_id]:
                        others.add(model.unique_id)
            yield others

    @contextmanager
    def _rolled_back(self) -> Iterator[None]:
        self.con.execute("begin")
        try:
            yield
        finally:
            self.con.execute("rollback")

    def results(self, number: int, others: set[str]) -> dict[str, tuple[str, int]]:
        """Status and failures of every data test by its name; those of other models are not run again."""
        return {
            one.name: self._result(one, changed(one.sql, number))
            if one.parents & others or number in one.numbers
            else self._results[one.unique_id]
            for one in self.of_kind("test")
        }

    def rows(self, sql: str) -> list[tuple]:
        """The rows of a query, or duckdb.InterruptException when it takes too long."""
        timer = threading.Timer(SECONDS, self.con.interrupt)
        timer.start()
        try:
            return self.con.execute(sql).fetchall()
        finally:
            timer.cancel()

    def _rebuild(self, model: Statement, number: int) -> None:
        self.con.execute(f"drop {'view' if model.is_view else 'table'} {model.relation}")
        self.rows(changed(model.sql, number))

    def _fingerprint(self, model: Statement) -> tuple:
        return self.rows(f"select count(*), sum(cast(hash(rel) as hugeint)) from {model.relation} as rel")[0]

    def _result(self, test: Statement, sql: str) -> tuple[str, int]:
        failures, should_warn, should_error = self.rows(sql)[0]
        if test.severity == "error" and should_error:
            return "fail", failures
        return ("warn" if should_warn else "pass"), failures
