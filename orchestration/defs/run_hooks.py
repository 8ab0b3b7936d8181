"""What Dagster knows of a run, for the run record, and the hook that records a run that was stopped.

Belongs here: Dagster's part of the run record. Does not belong: the record itself (record/).
"""

from __future__ import annotations

import re

import dagster as dg

from orchestration.common.errors import and_so_on, is_own, told, with_advice
from orchestration.defs.asset_checks import said_by_failed_checks
from orchestration.defs.partitions import ONE_MONTH, RANGE_END, RANGE_START
from orchestration.defs.resources import LANDED_KEY
from orchestration.landing.problems import DeliveryRefused
from orchestration.operations.prepare import NEWEST
from orchestration.run_record.entries import stopped

DELIVERY_ID = re.compile(r"[A-Z][0-9]{8}/[0-9]{4}-[0-9]{2}-[0-9]{2}/[0-9]+")
CAUSE = "cause"
PROBLEMS, MOST_CHARACTERS = 20, 4000
STARTERS = {"dagster/schedule_name": "schedule", "dagster/sensor_name": "sensor", "dagster/from_ui": "Dagster's pages"}


@dg.failure_hook(required_resource_keys={"settings"})
def record_failure(context: dg.HookContext) -> None:
    """One record for the step that failed; what was published before stays, which the record shows by its hash.

    The run is tagged with the first line of the reason, which Dagster cuts off on its pages, so step and run come last;
    the run stands there because a run that is started from it again begins with its tags. The whole reason, with what
    to do, is the last event of the failed step.
    """
    error = context.op_exception
    checked = context.instance.all_logs(context.run_id, of_type=dg.DagsterEventType.ASSET_CHECK_EVALUATION)
    said = said_by_failed_checks((one.dagster_event for one in checked), context.step_key)
    reason = said or reason_of(error)
    stopped(context.resources.settings, context.step_key, type(error).__name__, reason, asked(context))
    where = f"({context.step_key}, run {context.run_id[:8]})"
    context.instance.add_run_tags(context.run_id, {CAUSE: f"{cause(said.partition(': ')[2] or reason)} {where}"})
    context.log.error(with_advice(reason))


def cause(reason: str) -> str:
    """The first line of a reason; where that only opens a list, with the first of the list."""
    first, *rest = reason.splitlines() or [""]
    return f"{first} {rest[0].strip()}" if first.endswith(":") and rest else first


def asked(context: dg.HookContext | dg.AssetExecutionContext) -> dict[str, str]:
    """What was asked of the run under way; see asked_by."""
    return asked_by(context.instance.get_run_by_id(context.run_id))


def asked_by(run: dg.DagsterRun) -> dict[str, str]:
    """The run's id, the months asked for, the as-known choice, and what started it."""
    first = run.tags.get(RANGE_START) or run.tags.get(ONE_MONTH, "")
    config = run.run_config.get("ops", {}).get(LANDED_KEY.to_python_identifier(), {}).get("config", {})
    return {
        "run": run.run_id,
        "first_month": first[:7],
        "last_month": (run.tags.get(RANGE_END) or first)[:7],
        "as_known": config.get("as_known", NEWEST),
        "started_by": next((word for tag, word in STARTERS.items() if tag in run.tags), "command line"),
    }


def reason_of(error: BaseException | None) -> str:
    """Why, in this project's own words; of an error whose text could quote a row, its kind and place."""
    if isinstance(error, DeliveryRefused):
        named = [str(one) for one in error.problems if DELIVERY_ID.fullmatch(one.folder)]
        listed = and_so_on(named, PROBLEMS) or "a folder of another name"
        return f"refused with {len(error.problems)} problems: {listed}"
    if error is None:
        return "no error was given"
    return ((getattr(error, "description", None) if is_own(error) else None) or told(error))[:MOST_CHARACTERS]
