"""The one job: from the landing folder to the report, for a range of reporting months."""

from __future__ import annotations

import dagster as dg
from dagster._core.definitions.unresolved_asset_job_definition import UnresolvedAssetJobDefinition

JOB_NAME = "monthly_report"


def monthly_report() -> UnresolvedAssetJobDefinition:
    """The job over all assets. It runs in one process: dbt takes the time, and starting more processes
    costs more."""
    return dg.define_asset_job(
        JOB_NAME,
        selection=dg.AssetSelection.all(),
        executor_def=dg.in_process_executor,
        description="Land what is new, build and check the months asked for, publish, render the report.",
        tags={"team": "performance"},
    )
