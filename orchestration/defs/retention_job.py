"""Retention in Dagster: a job, and a schedule that is off until somebody switches it on."""

import dagster as dg

from orchestration.common.errors import in_own_words
from orchestration.common.settings import Settings
from orchestration.common.writer_lock import hold_writer_lock
from orchestration.defs.old_runs import removals, remove
from orchestration.defs.resources import POOL

JOB_NAME = "retention"


class Dry(dg.Config):
    """`dry_run`: list what would be removed and remove nothing."""

    dry_run: bool = False


@dg.op(pool=POOL, description="Removes deliveries, copies, logs and run records that are older than what is kept.")
@in_own_words()
def remove_what_is_old(context: dg.OpExecutionContext, config: Dry, settings: dg.ResourceParam[Settings]) -> None:
    hold_writer_lock(settings.data)
    chosen = removals(settings, context.instance)
    if not config.dry_run:
        remove(settings, context.instance, chosen)
    context.log.info("\n".join(map(str, chosen)) or "Nothing is older than what is kept.")
    context.add_output_metadata({"removed": 0 if config.dry_run else len(chosen), "found": len(chosen)})


@dg.job(name=JOB_NAME, executor_def=dg.in_process_executor, description="Keep no longer what need not be kept.")
def retention() -> None:
    remove_what_is_old()


retention_schedule = dg.ScheduleDefinition(
    name="retention",
    job=retention,
    cron_schedule="0 5 7 * *",
    execution_timezone="Europe/London",
    description="On the 7th, the day after the monthly run.",
)
