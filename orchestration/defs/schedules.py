"""When the report is made without being asked: once a month, in case the sensor is off or a month brought
nothing."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

import dagster as dg

from orchestration.common.months import month_end, rerun_range
from orchestration.common.settings import Settings
from orchestration.defs.jobs import JOB_NAME
from orchestration.defs.partitions import range_tags
from orchestration.defs.resources import LANDED_KEY
from orchestration.landing.pending import complete_deliveries, newest_month
from orchestration.operations.prepare import NEWEST

if TYPE_CHECKING:
    from dagster._core.definitions.unresolved_asset_job_definition import UnresolvedAssetJobDefinition

NO_DELIVERY = "No complete delivery stands in the landing folder."


def monthly_schedule(settings: Settings, job: "UnresolvedAssetJobDefinition") -> dg.ScheduleDefinition:
    """On the sixth at six, one run of the newest delivered month and its rerun window."""

    @dg.schedule(
        cron_schedule="0 6 6 * *",
        job=job,
        name="monthly",
        execution_timezone="Europe/London",
        description="On the 6th: the newest delivered month and the months of the rerun window, in one run.",
    )
    def monthly() -> dg.RunRequest | dg.SkipReason:
        newest = newest_month(complete_deliveries(settings.landing))
        return window_request(newest, settings) if newest else dg.SkipReason(NO_DELIVERY)

    return monthly


def window_request(
    newest: date,
    settings: Settings,
    as_known: str = NEWEST,
    run_key: str | None = None,
    tags: Mapping[str, str] = MappingProxyType({}),
) -> dg.RunRequest:
    """One run of `newest` and the months before it that the rerun window holds."""
    first, last = rerun_range(newest, settings.rerun_months, month_end(settings.first_month))
    return dg.RunRequest(
        run_key=run_key,
        job_name=JOB_NAME,
        run_config={"ops": {LANDED_KEY.to_python_identifier(): {"config": {"as_known": as_known}}}},
        tags={**range_tags(first, last), **tags},
    )
