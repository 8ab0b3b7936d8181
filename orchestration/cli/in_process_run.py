"""Running the Dagster job in this process, for `make demo`, tests and people without a Dagster server.

The run is recorded in the project's Dagster home like any other, so it can be seen in the UI.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import dagster as dg

from orchestration.build.dbt_environment import dbt_environment
from orchestration.build.dbt_server.session import kept_dbt
from orchestration.common.errors import NotPossible, with_advice
from orchestration.common.files import private_folder
from orchestration.common.months import in_words
from orchestration.common.settings import Settings
from orchestration.definitions import build_defs
from orchestration.defs.asset_checks import said_by_failed_checks
from orchestration.defs.dead_runs import fail_dead_runs
from orchestration.defs.instance import dagster_instance
from orchestration.defs.jobs import CATCH_UP, JOB_NAME
from orchestration.defs.partitions import partition_key, range_tags, reporting_months
from orchestration.defs.progress_logger import PROGRESS, chatter_into
from orchestration.publish.queries import published_months, refused_rows


def run_job(settings: Settings, spans: list[tuple[date, date]], as_known: str) -> int:
    """Run the job for each (first, last) month end in turn; print progress and where the results are.

    Files beside the published database are written once, after the last. Stops at the first run that fails. Returns 0
    or 1. The caller holds the writer lock. NotPossible when the clock says that a month asked for is not over.
    """
    require_months_over(settings, max(last for _, last in spans))
    logs = private_folder(settings.logs)
    with dbt_for(settings, spans), dagster_instance(settings) as instance:
        definitions = None
        fail_dead_runs(instance, time.time())
        for first, last in spans:
            print(f"Months {first:%Y-%m} to {last:%Y-%m}", flush=True)
            log = logs / f"run_{first:%Y-%m}_{last:%Y-%m}.log"
            before = published_file(settings)
            with chatter_into(log):
                definitions = definitions or build_defs(settings)
                job = definitions.resolve_job_def(JOB_NAME if (first, last) == spans[-1] else CATCH_UP)
                result = job.execute_in_process(
                    instance=instance,
                    tags=range_tags(first, last),
                    run_config=run_config(as_known),
                    raise_on_error=False,
                )
            if not result.success:
                tell_failure(settings, result, log, before)
                return 1
    tell_results(settings)
    return 0


@contextmanager
def dbt_for(settings: Settings, spans: list[tuple[date, date]]) -> Iterator[None]:
    """Inside, one dbt is kept for all spans; a single one needs none."""
    if len(spans) == 1:
        yield
        return
    with dbt_environment(settings):  # in a folder of its own: at the same time Dagster may have the project parsed
        environment = {**os.environ, "DBT_TARGET_PATH": str(private_folder(settings.dbt_target / "kept"))}
    with kept_dbt(environment):
        yield


def require_months_over(settings: Settings, last: date) -> None:
    """NotPossible when Dagster, going by the machine's clock, does not know the month that ends on `last` yet."""
    newest = reporting_months(settings.first_month).get_last_partition_key()
    if newest is None or partition_key(last) > newest:
        raise NotPossible(
            f"by this machine's clock the month {last:%Y-%m} is not over; set the clock right or ask for earlier months"
        )


def run_config(as_known: str) -> dict:
    """Run configuration of the job: what was known, and short lines instead of Dagster's events."""
    return {
        "ops": {"landed_deliveries": {"config": {"as_known": as_known}}},
        "loggers": {PROGRESS: {}},
    }


def reason_of(event: dg.DagsterEvent) -> str:
    """The innermost message of a failed step."""
    failure = event.event_specific_data
    if failure.user_failure_data and failure.user_failure_data.description:
        return failure.user_failure_data.description
    error = failure.error
    while error.cause:
        error = error.cause
    return error.message.strip()


def tell_failure(
    settings: Settings, result: dg.ExecuteInProcessResult, log: Path, before: tuple[int, int] | None
) -> None:
    """Print why the run failed, and whether the published file differs from `before`, its state when the run began."""
    for event in result.all_events:
        if event.is_step_failure:
            said = said_by_failed_checks(result.all_events, event.step_key)
            print(with_advice(said or reason_of(event)), file=sys.stderr)
    if published_file(settings) == before:
        published = "The run failed; the published database stays as it was"
    else:
        published = (
            f"The database of {in_words(published_months(settings.published_db))} was published; then the run failed. "
            "Files beside it may still be of before; run again to write them"
        )
    print(f"{published}. Details: {log}; the run record, {settings.run_record}, keeps the reason", file=sys.stderr)


def published_file(settings: Settings) -> tuple[int, int] | None:
    """What tells one published file from another, which takes its place."""
    if not settings.published_db.exists():
        return None
    found = settings.published_db.stat()
    return found.st_ino, found.st_mtime_ns


def tell_results(settings: Settings) -> None:
    """Print what was refused and where the published files are."""
    refused = refused_rows(settings.published_db)
    print(f"Refused rows in the deliveries looked at: {sum(count for *_, count in refused)}")
    for table, reason, count in refused:
        print(f"  {count:>6}  {table}  {reason}")
    print(f"Published database  {settings.published_db}")
    print(f"For analysts        {settings.analysts_db}")
    print(f"  as Parquet        {settings.parquet}")
    print(f"  as CSV            {settings.csv}")
    print(f"  guide             {settings.guide}")
    for file in sorted(settings.reports.glob("*.*")):
        print(f"Report              {file}")
