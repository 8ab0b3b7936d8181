"""What Dagster is told: an inventory, so that a rename by accident is a red line in review."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import dagster as dg
import pytest

from orchestration.common import settings
from orchestration.common.settings import ROOT
from orchestration.definitions import build_defs
from orchestration.defs.assets.catalogue import tables_of

ASSETS_BESIDE_DBT = {
    "analysts_database",
    "landed_deliveries",
    "published_database",
    "published_parquet",
    "published_csv",
    "published_guide",
    "report_files",
}
GROUPS = {"landing", "seeds", "staging", "episodes", "by_month", "indicators", "reporting", "published"}
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


def test_every_asset_has_owner_kind_months_and_description(graph):
    for node in nodes(graph):
        assert node.owners == ["team:performance"], node.key
        assert node.kinds, node.key
        assert isinstance(node.partitions_def, dg.MonthlyPartitionsDefinition), node.key
        assert node.backfill_policy == dg.BackfillPolicy.single_run(), node.key
        assert node.description, node.key


def test_an_indicator_a_mart_and_a_seed_say_what_they_are_and_where_they_stand(graph):
    """In the words of the models; with columns where they are described, the SQL and a link to the file."""
    told = {
        ("indicators", "ind_contacts_all"): ("Contacts received at the front door. All new contacts, ", "sql", ".sql"),
        ("reporting", "report_figures"): ("One row per printed figure of each published report", "sql", ".sql"),
        ("seeds", "school_terms"): ("One row per school term: its days, ", "", ".csv"),
    }
    for path, (words, sql, ending) in told.items():
        node = graph.get(dg.AssetKey(list(path)))
        assert node.description.startswith(words)
        [reference] = node.metadata["dagster/code_references"].code_references
        assert reference.file_path.endswith(f"{path[1]}{ending}")
        assert ("sql" in node.metadata) == bool(sql)
    columns = graph.get(dg.AssetKey(["reporting", "report_figures"])).metadata["dagster/column_schema"].columns
    assert ("la_code", "string") in {(column.name, column.type) for column in columns}
    assert all(column.description for column in columns)


def test_what_python_makes_links_to_its_code(graph):
    for name, file in (("landed_deliveries", "landing.py"), ("report_files", "publication.py")):
        [reference] = graph.get(dg.AssetKey(name)).metadata["dagster/code_references"].code_references
        assert Path(reference.file_path).name == file


def test_the_code_location_has_one_name_however_dagster_is_started_and_wherever_the_folder_lies():
    """Dagster keeps by this name which sensors and schedules are switched on."""
    tool = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    names = {tool["dagster"]["code_location_name"], tool["dg"]["project"]["code_location_name"]}
    assert names == {"childrens_monthly"}


def test_the_table_of_each_model_and_seed_is_known(definitions):
    """Two marts have another name than their model: that of a seed."""
    [models] = [one for one in definitions.assets if "staging" in {key.path[0] for key in one.keys}]
    tables = tables_of(models)
    assert len(tables) == len(models.keys)
    assert tables["reporting__published_councils"] == "reporting.councils"
    assert tables["seeds__councils"] == "seeds.councils"
    assert tables["reporting__report_figures"] == "reporting.report_figures"


@pytest.mark.slow
def test_dg_finds_the_definitions_and_nothing_to_complain_of(definitions, data):
    environment = {**os.environ, "CHILDREN_DATA": str(data), "VIRTUAL_ENV": str(ROOT / ".venv")}
    dg_command = Path(sys.executable).with_name("dg")
    done = subprocess.run([dg_command, "check", "defs"], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "All definitions loaded successfully." in done.stdout + done.stderr


def test_deliveries_that_stay_away_are_late(graph):
    landed = graph.get(dg.AssetKey("landed_deliveries"))
    assert landed.freshness_policy.fail_window.to_timedelta().days == 40


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
