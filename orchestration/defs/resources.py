"""What the assets share and are given: the settings and dbt."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cached_property
from importlib import metadata

import dagster as dg
from dagster_dbt import DbtCliResource, DbtProject
from packaging.version import Version

from orchestration.build.dbt_environment import DBT
from orchestration.build.dbt_server import client
from orchestration.common.settings import Settings

POOL = "duckdb_write"
OWNERS = ["team:performance"]
LANDED_KEY = dg.AssetKey("landed_deliveries")


def code_in(path: str) -> dict[str, object]:
    """Metadata with which the page of an asset links to the file that makes it, as that of a dbt model does."""
    return {
        "dagster/code_references": dg.CodeReferencesMetadataValue(
            code_references=[dg.LocalFileCodeReference(file_path=path)]
        )
    }


class InstalledDbt(DbtCliResource):
    """dbt of this environment. Its version is read here: `dbt --version`, which Dagster asks before every build, also
    asks the package index for a newer one. And Dagster is given no adapter, with which it would count rows: making one
    takes a second of every build.
    """

    @cached_property
    def _cli_version(self) -> Version:
        return Version(metadata.version("dbt-core"))

    def _initialize_dbt_core_adapter(self, args: Sequence[str]) -> None:
        return None


def resources(settings: Settings, project: DbtProject) -> dict[str, object]:
    """Resources by the names under which assets ask for them."""
    executable = client.__file__ if client.PLACE in os.environ else DBT
    return {"settings": settings, "dbt": InstalledDbt(project_dir=project, dbt_executable=str(executable))}
