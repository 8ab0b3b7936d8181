"""The dbt models, seeds and tests as assets and asset checks. Their text is dbt's; nothing is described
twice."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import dagster as dg
from dagster_dbt import (
    DagsterDbtTranslator,
    DagsterDbtTranslatorSettings,
    DbtCliInvocation,
    DbtCliResource,
    DbtProject,
    dbt_assets,
)

from orchestration.build import database
from orchestration.build.dbt_environment import dbt_environment
from orchestration.build.dbt_failures import failure_text
from orchestration.build.held_deliveries import hold_back, is_region, perhaps_the_cause
from orchestration.common.errors import in_own_words
from orchestration.common.files import private_folder
from orchestration.common.settings import Settings
from orchestration.common.writer_lock import hold_writer_lock
from orchestration.defs.assets.catalogue import tables_of, with_rows_and_columns
from orchestration.defs.partitions import months_of
from orchestration.defs.resources import LANDED_KEY, OWNERS, POOL


class Translator(DagsterDbtTranslator):
    """Groups are the folders of models/; every dbt source is a part of the landed deliveries. A model shows its SQL and
    links to its file.
    """

    def __init__(self) -> None:
        super().__init__(
            DagsterDbtTranslatorSettings(enable_duplicate_source_asset_keys=True, enable_code_references=True)
        )

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        if dbt_resource_props["resource_type"] == "source":
            return LANDED_KEY
        return dg.AssetKey([folder_of(dbt_resource_props), dbt_resource_props["name"]])

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str:
        return "landing" if dbt_resource_props["resource_type"] == "source" else folder_of(dbt_resource_props)

    def get_owners(self, dbt_resource_props: Mapping[str, Any]) -> list[str]:
        return super().get_owners(dbt_resource_props) or OWNERS

    def get_description(self, dbt_resource_props: Mapping[str, Any]) -> str:
        words = dbt_resource_props["meta"]
        own = f"{words['title']}. {words['definition']}" if "indicator_id" in words else ""
        return dbt_resource_props.get("description") or own

    def get_metadata(self, dbt_resource_props: Mapping[str, Any]) -> Mapping[str, Any]:
        sql = dbt_resource_props.get("raw_code")
        shown = {"sql": dg.MetadataValue.md(f"```sql\n{sql}\n```")} if sql else {}
        return {**super().get_metadata(dbt_resource_props), **shown}


def folder_of(dbt_resource_props: Mapping[str, Any]) -> str:
    """'seeds', or the first folder of models/ in which a model stands."""
    return "seeds" if dbt_resource_props["resource_type"] == "seed" else dbt_resource_props["fqn"][1]


def dbt_models(project: DbtProject, months: dg.PartitionsDefinition) -> dg.AssetsDefinition:
    """All dbt models and seeds as one step, which builds and tests every month asked for in one pass."""

    @dbt_assets(
        manifest=project.manifest_path,
        project=project,
        name="dbt_models",
        dagster_dbt_translator=Translator(),
        partitions_def=months,
        backfill_policy=dg.BackfillPolicy.single_run(),
        pool=POOL,
    )
    def build(context: dg.AssetExecutionContext, dbt: DbtCliResource, settings: dg.ResourceParam[Settings]) -> Iterator:
        with in_own_words():
            hold_writer_lock(settings.data)
            require_control_row(settings, months_of(context.partition_keys))
            in_region = is_region(settings.build_db)
            target = private_folder(settings.dbt_target / "run")
            (target / "run_results.json").unlink(missing_ok=True)
        with in_own_words(), dbt_environment(settings):

            def run() -> DbtCliInvocation:
                return dbt.cli(build_arguments(), context=context, target_path=target, raise_on_error=False)

            invocation = run()
            if in_region:  # told at the end: what is built again without a delivery held back is told once
                events = list(invocation.stream())
                while hold_back(settings.build_db):
                    invocation = run()
                    events = list(invocation.stream())
            else:
                events = invocation.stream()
            yield from with_rows_and_columns(events, settings.build_db, tables_of(context.assets_def))
        if not invocation.is_successful():
            said = failure_text(target / "run_results.json") + perhaps_the_cause(settings.build_db)
            raise dg.Failure(said, allow_retries=False)

    return build


def build_arguments() -> list[str]:
    """Arguments of dbt. Months and as-known date are not among them: they stand in the control row, so that
    a new month does not make dbt parse the project again. Unit tests need no data and run in `make test`.
    """
    return ["build", "--exclude-resource-type", "unit_test", "--log-level-file", "info"]


def require_control_row(settings: Settings, months: tuple[date, date]) -> None:
    """Failure when the build database was last prepared for other months than this run's."""
    with database.connect(settings.build_db) as con:
        database.prepare(con)
        run = database.current_run(con)
        is_prepared = database.is_prepared(con)
    if run is None or not is_prepared or (run.first, run.last) != months:
        raise dg.Failure(
            "The build database is prepared for other months than this run computes, or deliveries were landed or "
            "removed since; materialise landed_deliveries for the same months first.",
            allow_retries=False,
        )
