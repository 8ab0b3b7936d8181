"""Runs that Dagster takes for running although their process is gone.

After a power cut, an end of the server or a kill, such a run would stand as started for ever and keep the pool, so that
every later run waits behind it. The writer lock tells: the system frees it when a process ends, however it ends. So
while nobody writes, a started run has died, but for one that is only about to begin its first step.

Belongs here: finding them and marking them failed. Does not belong: starting them again, which Dagster's retries do.
"""

from __future__ import annotations

import time

import dagster as dg

from orchestration.common.settings import Settings
from orchestration.common.writer_lock import is_writing

SECONDS_TO_BEGIN = 120
MESSAGE = "The process of this run is gone. What it published, if anything, is whole; the next run does the rest."


def fail_dead_runs(instance: dg.DagsterInstance, now: float) -> list[str]:
    """Mark as failed every started run whose process is gone; returns their ids. Call it while no other run writes.

    `now` is a time in seconds since 1970. A run of the command line took the lock before it was recorded; one that
    Dagster launched has 120 s from its start to take it. Set back, the clock only makes these wait longer.
    """
    started = instance.get_run_records(dg.RunsFilter(statuses=[dg.DagsterRunStatus.STARTED]))
    dead = [
        record.dagster_run
        for record in started
        if record.dagster_run.remote_job_origin is None or now - (record.start_time or now) > SECONDS_TO_BEGIN
    ]
    for run in dead:
        instance.report_run_failed(run, MESSAGE)
    return [run.run_id for run in dead]


def dead_run_sensor(settings: Settings) -> dg.SensorDefinition:
    """Looks once a minute, unless switched off."""

    @dg.sensor(
        name="dead_runs",
        minimum_interval_seconds=60,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Marks runs as failed whose process is gone, so that they do not keep later runs waiting.",
    )
    def dead_runs(context: dg.SensorEvaluationContext) -> dg.SkipReason:
        if is_writing(settings.data):
            return dg.SkipReason("A run is writing.")
        return dg.SkipReason(f"Marked as failed: {len(fail_dead_runs(context.instance, time.time()))} runs.")

    return dead_runs
