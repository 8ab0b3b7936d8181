"""What Dagster knows of a run, for the run record, and the hook that records a run that was stopped.

Belongs here: Dagster's part of the run record. Does not belong: the record itself (record/).
"""

from __future__ import annotations

import re

import dagster as dg
from dagster._core.storage.tags import (
    ASSET_PARTITION_RANGE_END_TAG,
    ASSET_PARTITION_RANGE_START_TAG,
    PARTITION_NAME_TAG,
)

from orchestration.assets.deliveries import LANDED_KEY
from orchestration.landing.refusal import DeliveryRefused
from orchestration.own_words import is_own
from orchestration.prepare import NEWEST
from orchestration.record.deeds import stopped

DELIVERY_ID = re.compile(r"[A-Z][0-9]{8}/[0-9]{4}-[0-9]{2}-[0-9]{2}/[0-9]+")
STARTERS = {"dagster/schedule_name": "schedule", "dagster/sensor_name": "sensor", "dagster/from_ui": "Dagster's pages"}


@dg.failure_hook(required_resource_keys={"settings"})
def record_failure(context: dg.HookContext) -> None:
    """One record for the step that failed; what was published before stays, which the record shows by its hash."""
    error = context.op_exception
    stopped(context.resources.settings, context.step_key, type(error).__name__, reason_of(error), asked(context))


def asked(context: dg.HookContext | dg.AssetExecutionContext) -> dict[str, str]:
    """The run's id, the months asked for, the as-known choice, and what started it."""
    run = context.instance.get_run_by_id(context.run_id)
    first = run.tags.get(ASSET_PARTITION_RANGE_START_TAG) or run.tags.get(PARTITION_NAME_TAG, "")
    config = run.run_config.get("ops", {}).get(LANDED_KEY.to_python_identifier(), {}).get("config", {})
    return {
        "run": context.run_id,
        "first_month": first[:7],
        "last_month": (run.tags.get(ASSET_PARTITION_RANGE_END_TAG) or first)[:7],
        "as_known": config.get("as_known", NEWEST),
        "started_by": next((word for tag, word in STARTERS.items() if tag in run.tags), "command line"),
    }


def reason_of(error: BaseException | None) -> str:
    """Why, in this project's own words; nothing of an error whose text could quote a delivery or a row."""
    if isinstance(error, DeliveryRefused):
        named = {problem.folder for problem in error.problems if DELIVERY_ID.fullmatch(problem.folder)}
        return f"refused with {len(error.problems)} problems: {', '.join(sorted(named)) or 'a folder of another name'}"
    if error is not None and is_own(error):
        return (getattr(error, "description", None) or str(error))[:2000]
    return ""
