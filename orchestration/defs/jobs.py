"""The jobs from the landing folder to the report, for a range of reporting months."""

from __future__ import annotations

from typing import TYPE_CHECKING

import dagster as dg

if TYPE_CHECKING:
    from dagster._core.definitions.unresolved_asset_job_definition import UnresolvedAssetJobDefinition

JOB_NAME = "monthly_report"
CATCH_UP = "catch_up"
WRITTEN_AT_THE_END = dg.AssetSelection.groups("published") - dg.AssetSelection.assets("published_database")


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


def catch_up() -> UnresolvedAssetJobDefinition:
    """All but the files that the next month of a catch-up would replace, or that can be written at any time."""
    return dg.define_asset_job(
        CATCH_UP,
        selection=dg.AssetSelection.all() - WRITTEN_AT_THE_END,
        executor_def=dg.in_process_executor,
        description="A month of a catch-up before its last: land, build, check and publish the database.",
        tags={"team": "performance"},
    )
