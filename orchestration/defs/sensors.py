"""The sensor that sees complete deliveries arrive and asks for their runs, one after the other, until they are done."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import dagster as dg

from orchestration.common.errors import and_so_on
from orchestration.common.settings import Settings
from orchestration.common.writer_lock import is_writing
from orchestration.defs.schedules import NO_DELIVERY, window_request
from orchestration.defs.sensor_memory import (
    Memory,
    delivery_states,
    first_memory,
    look_at_files,
    need_a_run,
    publication_of,
    read_memory,
    remember_success,
    state_of,
)
from orchestration.landing.pending import Waiting, complete_deliveries, newest_month
from orchestration.operations.prepare import NEWEST, OWN_MONTH
from orchestration.publish.queries import published_deliveries
from orchestration.run_record import hash_chain

if TYPE_CHECKING:
    from dagster._core.definitions.unresolved_asset_job_definition import UnresolvedAssetJobDefinition

SECONDS_BETWEEN_LOOKS = 60
WAITS = (10 * 60, 60 * 60, 6 * 60 * 60)
"""Seconds after the first, second and third failure in the same state until the run is asked for again."""
STATE, ATTEMPT = "delivery_state", "delivery_attempt"
"""Tags of a run: what it was asked for, and how often that was asked for by then."""
UNDER_WAY = [
    dg.DagsterRunStatus.QUEUED,
    dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED,
    dg.DagsterRunStatus.CANCELING,
]
"""Not NOT_STARTED: a run of the command line that is killed at once keeps that status for ever."""
CHANGES = "files, manifest, seeds (acceptances among them), models or settings"


def delivery_sensor(settings: Settings, job: UnresolvedAssetJobDefinition) -> dg.SensorDefinition:
    """Looks once a minute. Each month that was never published has a run of its own, the oldest first; anything new of
    months published before is one run of the newest month and its rerun window.
    """

    @dg.sensor(
        job=job,
        name="new_delivery",
        minimum_interval_seconds=SECONDS_BETWEEN_LOOKS,
        description="Asks for a run of each complete delivery, one after the other, the oldest month first. A run that "
        f"failed is asked for again when {CHANGES} change, and {len(WAITS)} times when nothing does.",
    )
    def new_delivery(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
        complete = complete_deliveries(settings.landing)
        if not complete:
            return dg.SkipReason(NO_DELIVERY)
        unfinished = context.instance.get_runs(dg.RunsFilter(statuses=UNDER_WAY), limit=1)
        if unfinished or is_writing(settings.data):
            return dg.SkipReason("A run is under way; this looks again when it has ended.")
        published = published_deliveries(settings.published_db)
        memory = read_memory(context.cursor) or first_memory(complete, published)
        _take_note_of_the_last_run(settings, context.instance, complete, memory)
        new = need_a_run(complete, memory, published)
        whole, copied, others_wait = look_at_files(new, memory, time.time())
        states = {} if others_wait else delivery_states(whole, memory, settings)
        waiting = [one for one in whole if one.run_key in states]
        if copied and not waiting:
            return _skip(memory, f"Waits until all files are as their manifest says: {and_so_on(copied)}.")
        if not waiting:
            left = f" Left out until they change: {and_so_on(sorted(memory.left))}." if memory.left else ""
            return _skip(memory, f"Every complete delivery has had its run.{left}")
        said = []
        months = months_to_run(waiting, published, newest_month(complete))
        for month in months:
            asked_of = {one.run_key: states[one.run_key] for one in waiting if one.month_end <= month}
            state = state_of([month, sorted(states.values())])  # a run lands all that waits, later months too
            failed, reason, is_over = not_now(context.instance, state, time.time())
            if not reason:
                memory.asked = {"state": state, "of": asked_of}
                request = window_request(
                    month,
                    settings,
                    as_known=NEWEST if month == newest_month(complete) else OWN_MONTH,
                    run_key=f"{state}/{failed + 1}",
                    tags={STATE: state, ATTEMPT: f"{failed + 1} of {len(WAITS) + 1}"},
                )
                context.log.info(f"Asks for {month:%Y-%m}. Waiting: {and_so_on([f'{one:%Y-%m}' for one in months])}.")
                return dg.SensorResult(run_requests=[request], cursor=memory.as_text())
            said.append(f"{month:%Y-%m}: {reason}")
            if not is_over:
                break
        return _skip(memory, " ".join(said))

    return new_delivery


def months_to_run(waiting: list[Waiting], published: dict[str, str], newest: date) -> list[date]:
    """Month ends to run: each one after the last published, or else the newest delivered month."""
    last_published = max((delivery_id.split("/")[1] for delivery_id in published), default="")
    return sorted({one.month_end for one in waiting if one.month_end.isoformat() > last_published}) or [newest]


def not_now(instance: dg.DagsterInstance, state: str, now: float) -> tuple[int, str, bool]:
    """(runs that failed in this state, why none is asked for now, whether none will be until something changes).

    The reason is empty when a run is to be asked for.
    """
    records = instance.get_run_records(dg.RunsFilter(tags={STATE: state}))
    statuses = [record.dagster_run.status for record in records]
    failed = statuses.count(dg.DagsterRunStatus.FAILURE)
    if dg.DagsterRunStatus.SUCCESS in statuses:
        return failed, "its run succeeded.", True
    if dg.DagsterRunStatus.CANCELED in statuses:
        return failed, f"somebody cancelled its run; it is asked for again when {CHANGES} change.", True
    if not failed:
        return 0, "", False
    if failed > len(WAITS):
        return failed, f"its run failed {failed} times; it is asked for again when {CHANGES} change. {WHERE}", True
    again = max(record.end_time or 0 for record in records) + WAITS[failed - 1]
    at = datetime.fromtimestamp(again, UTC)
    reason = f"its run failed ({failed} of {len(WAITS) + 1}) and is asked for again at {at:%d %B, %H:%M} UTC. {WHERE}"
    return failed, "" if now >= again else reason, False


WHERE = "The run, and the run record, say why; `python -m orchestration.run month` runs a month by hand."


def _take_note_of_the_last_run(
    settings: Settings, instance: dg.DagsterInstance, complete: list[Waiting], memory: Memory
) -> None:
    if not memory.asked:
        return
    succeeded = instance.get_runs(
        dg.RunsFilter(tags={STATE: memory.asked["state"]}, statuses=[dg.DagsterRunStatus.SUCCESS]), limit=1
    )
    if succeeded:
        records = hash_chain.read(settings.run_record).records
        remember_success(memory, complete, publication_of(succeeded[0].run_id, records))


def _skip(memory: Memory, reason: str) -> dg.SensorResult:
    return dg.SensorResult(skip_reason=reason, cursor=memory.as_text())
