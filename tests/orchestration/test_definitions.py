"""What Dagster is told: an inventory, so that a rename by accident is a red line in review."""

import dagster as dg
import pytest

from orchestration import settings
from orchestration.definitions import build_defs

ASSETS_BESIDE_DBT = {
    "analysts_database",
    "landed_deliveries",
    "published_database",
    "published_parquet",
    "published_csv",
    "published_guide",
    "report_files",
}
GROUPS = {"landing", "seeds", "staging", "episodes", "by_period", "indicators", "reporting", "published"}
BLOCKING = {"landed_is_staged_plus_refused", "ledger_only_grows", "deliveries_can_be_believed"}
CHECKS = {*BLOCKING, "figures_agree"}


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def definitions(data):
    return build_defs(settings.load({"CHILDREN_DATA": str(data)}))


@pytest.fixture(scope="module")
def graph(definitions):
    return definitions.resolve_asset_graph()


def nodes(graph):
    return [graph.get(key) for key in graph.get_all_asset_keys()]


def test_the_inventory(definitions, graph):
    assert {node.key.to_user_string() for node in nodes(graph) if len(node.key.path) == 1} == ASSETS_BESIDE_DBT
    assert {node.group_name for node in nodes(graph)} == GROUPS
    repository = definitions.get_repository_def()
    assert {job.name for job in repository.get_all_jobs()} == {"__ASSET_JOB", "monthly_report", "catch_up", "retention"}
    assert {schedule.name for schedule in repository.schedule_defs} == {"monthly", "retention"}
    assert {sensor.name for sensor in repository.sensor_defs} == {"new_delivery", "dead_runs"}
    assert {key.name for key in graph.asset_check_keys} >= CHECKS


def test_notices_have_sensors_that_are_on_where_they_are_wanted(data):
    wanted = settings.load({"CHILDREN_DATA": str(data), "CHILDREN_NOTICE_WEBHOOK": "https://example.org"})
    sensors = build_defs(wanted).get_repository_def().sensor_defs
    notices = {sensor.name: sensor.default_status.value for sensor in sensors if sensor.name.startswith("notice_of_")}
    assert notices == dict.fromkeys(("notice_of_failure", "notice_of_held_back", "notice_of_late"), "RUNNING")


def test_every_asset_has_owner_kind_and_months_and_ours_a_description(graph):
    for node in nodes(graph):
        assert node.owners == ["team:performance"], node.key
        assert node.kinds, node.key
        assert isinstance(node.partitions_def, dg.MonthlyPartitionsDefinition), node.key
        assert node.backfill_policy == dg.BackfillPolicy.single_run(), node.key
        assert node.description or node.key.path[0] not in ASSETS_BESIDE_DBT, node.key


def test_every_writer_waits_in_the_one_pool(graph):
    assert {pool for node in nodes(graph) for pool in node.pools} == {"duckdb_write"}
    assert all(node.pools for node in nodes(graph))


def test_publication_waits_for_every_mart_and_the_checks_block(definitions, graph):
    published = graph.get(dg.AssetKey("published_database"))
    marts = {node.key for node in nodes(graph) if node.group_name == "reporting"}
    assert published.parent_keys == marts
    ours = [key for key in graph.asset_check_keys if key.name in CHECKS]
    assert {key.name for key in ours if graph.get(key).blocking} == BLOCKING


def test_the_job_runs_in_one_process(definitions):
    assert definitions.resolve_job_def("monthly_report").executor_def is dg.in_process_executor
