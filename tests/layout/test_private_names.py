"""Names of Dagster and dbt that are not for others to use, and that this project leans on all the same.

What each is for, and what it is worth, stands in the decision log under 'Private names'. When a new version has one no
longer, the test says so in a sentence, in the place of an error from somewhere inside a run.
"""

from __future__ import annotations

import ast
import importlib
import re
from importlib import metadata

import pytest

from orchestration.common.settings import ROOT

EVENTS = "events are written without opening a database for each"
PACKAGES = {"dagster": "dagster", "dagster_dbt": "dagster-dbt", "dbt": "dbt-core"}
NAMES = {
    "dagster._core.storage.event_log.SqliteEventLogStorage": EVENTS,
    "dagster._core.storage.event_log.SqliteEventLogStorage._connect": EVENTS,
    "dagster._core.storage.event_log.SqliteEventLogStorage._initdb": EVENTS,
    "dagster._core.storage.event_log.SqliteEventLogStorage.conn_string_for_shard": EVENTS,
    "dagster._core.storage.event_log.SqliteEventLogStorage.has_table": EVENTS,
    "dagster._core.storage.sqlite_storage.DagsterSqliteStorage": EVENTS,
    "dagster._core.instance.ref.InstanceRef": "the command line records its runs where `make dev` shows them",
    "dagster._core.storage.tags.WILL_RETRY_TAG": "a notice is sent when no retry follows",
    "dagster_dbt.DbtCliResource._cli_version": "no build asks the package index for a newer dbt",
    "dagster_dbt.DbtCliResource._initialize_dbt_core_adapter": "no build makes an adapter that nobody uses",
    "dbt.adapters.duckdb.connections.DuckDBConnectionManager.close_all_connections": "one dbt for a whole catch-up",
    "dbt.contracts.graph.manifest.Manifest": "one dbt for a whole catch-up",
    "dbt.adapters.duckdb.environments.local.DuckDBCursorWrapper": "no value of a row stands in a message of dbt",
}


@pytest.mark.parametrize("name", NAMES)
def test_the_name_is_there(name):
    if said := gone(name, NAMES[name]):
        pytest.fail(said, pytrace=False)


def test_one_that_is_gone_is_named_with_version_and_what_it_was_for():
    said = gone("dagster._core.instance.ref.NoSuchThing", "nothing")
    assert said == (
        f"dagster {metadata.version('dagster')} has no dagster._core.instance.ref.NoSuchThing any more. By it nothing. "
        "See 'Private names' in models/docs/decision_log.md: find its successor, or delete what leans on it."
    )
    assert gone("dagster._core.no_such_module.Thing", "nothing").startswith("dagster ")


def test_every_private_import_is_among_them():
    """Whatever is imported when it runs; for annotations alone, under TYPE_CHECKING, nothing can break."""
    found = set()
    for path in (ROOT / "orchestration").rglob("*.py"):
        for node in imports(ast.parse(path.read_text(encoding="utf-8"))):
            if node.module.split(".")[0] in PACKAGES and "._" in node.module:
                found |= {f"{node.module}.{alias.name}" for alias in node.names}
    assert found == {name for name in NAMES if "._" in name and name.split(".")[-2].islower()}


def test_the_decision_log_says_what_each_is_worth():
    text = (ROOT / "models" / "docs" / "decision_log.md").read_text(encoding="utf-8")
    part = text[text.index("**Private names**") :]
    assert [name for name in NAMES if f"`{name.rsplit('.', 1)[-1]}`" not in part] == []


def imports(tree: ast.AST):
    """Imports from modules, but for those under `if TYPE_CHECKING`."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING":
            continue
        if isinstance(node, ast.ImportFrom):
            yield node
        yield from imports(node)


def gone(name: str, purpose: str) -> str | None:
    """A sentence where the installed version has no such name."""
    parts = name.split(".")
    found = None
    for end in range(len(parts), 0, -1):
        try:
            found = importlib.import_module(".".join(parts[:end]))
            break
        except ModuleNotFoundError:
            continue
    for part in parts[end:]:
        found = getattr(found, part, None)
    if found is not None:
        return None
    package = PACKAGES[parts[0]]
    return (
        f"{package} {metadata.version(package)} has no {name} any more. By it {purpose}. "
        "See 'Private names' in models/docs/decision_log.md: find its successor, or delete what leans on it."
    )


def test_the_newest_versions_are_tried_of_all_that_is_installed():
    """`make test-newest` installs what run.in names, without the pins."""
    run, newest = (
        {re.match(r"[\w-]+", line)[0] for line in path.read_text(encoding="utf-8").splitlines() if line[:1].isalpha()}
        for path in (ROOT / "requirements" / "run.in", ROOT / "requirements" / "newest.in")
    )
    assert run <= newest
