"""Everything Dagster loads. `dagster dev`, `dg dev` and the command line all start here."""

from __future__ import annotations

import warnings

import dagster as dg
from dagster import colored_console_logger

from orchestration.common import settings as settings_module
from orchestration.common.relations import SCHEMA
from orchestration.common.settings import Settings
from orchestration.defs.asset_checks import blocking_checks, figure_check, intake_check
from orchestration.defs.assets.dbt_models import dbt_models
from orchestration.defs.assets.landing import landed_deliveries
from orchestration.defs.assets.publication import published_assets
from orchestration.defs.dbt_project import dbt_project
from orchestration.defs.dead_runs import dead_run_sensor
from orchestration.defs.jobs import catch_up, monthly_report
from orchestration.defs.notice_sensors import notice_sensors
from orchestration.defs.partitions import reporting_months
from orchestration.defs.progress_logger import PROGRESS, progress_logger
from orchestration.defs.resources import resources
from orchestration.defs.retention_job import retention, retention_schedule
from orchestration.defs.run_hooks import record_failure
from orchestration.defs.schedules import monthly_schedule
from orchestration.defs.sensors import delivery_sensor

# `backfill_policy` is called beta by Dagster; a range launched in the UI being one run is tested.
warnings.filterwarnings("ignore", category=dg.BetaWarning)


def build_defs(settings: Settings) -> dg.Definitions:
    """All definitions for one installation; parses the dbt project when its files have changed."""
    project = dbt_project(settings)
    months = reporting_months(settings.first_month)
    models = dbt_models(project, months)
    marts = [key for key in models.keys if key.path[0] == SCHEMA]
    job = monthly_report()
    assets = [landed_deliveries(months), models, *published_assets(marts, months)]
    return dg.Definitions(
        assets=[one.with_hooks({record_failure}) for one in assets],
        asset_checks=[one.with_hooks({record_failure}) for one in (*blocking_checks(), intake_check(), figure_check())],
        jobs=[job, catch_up(), retention],
        schedules=[monthly_schedule(settings, job), retention_schedule],
        sensors=[delivery_sensor(settings, job), dead_run_sensor(settings), *notice_sensors(settings)],
        resources=resources(settings, project),
        executor=dg.in_process_executor,
        loggers={PROGRESS: progress_logger, "console": colored_console_logger},
    )


@dg.definitions
def defs() -> dg.Definitions:
    """What Dagster finds; made when it is asked for, so that importing this module costs nothing."""
    return build_defs(settings_module.load())
