"""Dagster's databases of events that are kept open know which tables they have."""

import pytest
from dagster._core.storage.event_log import SqliteEventLogStorage

from orchestration.defs.event_log_storage import KeptOpenEventLog


@pytest.fixture
def looked_for(monkeypatch):
    """The tables that Dagster's own storage was asked for; it has those whose name does not begin with `no`."""
    asked = []
    monkeypatch.setattr(
        SqliteEventLogStorage, "has_table", lambda _, name: asked.append(name) or not name.startswith("no")
    )
    return asked


def test_a_table_found_is_not_looked_for_again_and_one_missing_is(tmp_path, looked_for):
    log = KeptOpenEventLog(str(tmp_path))
    looked_for.clear()
    assert [log.has_table(name) for name in ("events", "events", "none", "none")] == [True, True, False, False]
    assert looked_for == ["events", "none", "none"]
