"""What the assets are given: the settings and dbt."""

from __future__ import annotations

from dagster_dbt import DbtCliResource, DbtProject

from orchestration.project import DBT
from orchestration.settings import Settings

POOL = "duckdb_write"
OWNERS = ["team:performance"]


def resources(settings: Settings, project: DbtProject) -> dict[str, object]:
    """Resources by the names under which assets ask for them."""
    return {"settings": settings, "dbt": DbtCliResource(project_dir=project, dbt_executable=str(DBT))}
