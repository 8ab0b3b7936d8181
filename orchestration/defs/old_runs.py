"""Retention of all there is: what operations/retention.py removes, and Dagster's records of runs.

Runs go when they are older than the days kept, counted back from the newest run that has ended.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import dagster as dg

from orchestration.common.settings import Settings
from orchestration.operations import retention
from orchestration.operations.retention import Removal

ENDED = [dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.CANCELED]


def removals(settings: Settings, instance: dg.DagsterInstance) -> list[Removal]:
    """All that the settings no longer keep, deliveries first. Changes nothing."""
    return [*retention.removals(settings), *_runs(settings, instance)]


def remove(settings: Settings, instance: dg.DagsterInstance, chosen: list[Removal]) -> None:
    """Remove what was chosen. The caller holds the writer lock."""
    retention.remove(settings, chosen)
    for one in chosen:
        if one.kind == "run":
            instance.compute_log_manager.delete_logs(prefix=[one.name])
            instance.delete_run(one.name)
            for events in Path(instance.root_directory).rglob(f"{one.name}.db*"):  # emptied above, but left to lie
                events.unlink()


def _runs(settings: Settings, instance: dg.DagsterInstance) -> Iterator[Removal]:
    records = instance.get_run_records(dg.RunsFilter(statuses=ENDED))
    newest = max((record.create_timestamp for record in records), default=None)
    for record in records:
        if record.create_timestamp < newest - timedelta(days=settings.keep_days):
            yield Removal("run", record.dagster_run.run_id, f"older than {settings.keep_days} days before the newest")
