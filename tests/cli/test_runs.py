"""Whole runs of the real models on the small council."""

import json
import subprocess
import sys

import duckdb
import pytest
from dagster._core.storage.event_log import SqliteEventLogStorage

from orchestration.common.settings import ROOT
from orchestration.run_record import hash_chain
from tests.landing.small_deliveries import LA_CODE, write_tables

pytestmark = pytest.mark.slow

READER = """
import sys, time, duckdb
path, stop = sys.argv[1:]
import os
reads = 0
while True:
    done = os.path.exists(stop)
    with duckdb.connect(path, read_only=True) as con:
        months = con.execute("select count(*) from reporting.publication").fetchone()[0]
        values = con.execute("select count(*) from reporting.published_values").fetchone()[0]
    assert months == 1 and values > 0
    reads += 1
    if done:
        break
    time.sleep(0.02)
print(reads)
"""


def ask(path, question):
    with duckdb.connect(str(path), read_only=True) as con:
        return con.execute(question).fetchall()


def contents(council):
    """Sorted rows of every published table, by table."""
    tables = [row[0] for row in ask(council.settings.published_db, "select table_name from duckdb_tables()")]
    return {name: ask(council.settings.published_db, f"select * from reporting.{name} order by all") for name in tables}


def test_a_run_tells_where_everything_is(november):
    files = november.settings
    for place in (files.published_db, files.parquet, files.reports):
        assert str(place) in november.output
    assert "Refused rows" in november.output and "Building and testing the models" in november.output
    assert list(files.parquet.glob("*.parquet")) and list(files.reports.glob("*.html"))


def test_a_month_is_run_from_its_own_delivery_though_later_ones_have_landed(november):
    assert ask(
        november.settings.published_db,
        "select delivery_id, first_month_on::varchar, last_month_on::varchar from reporting.publication",
    ) == [(f"{LA_CODE}/2020-11-30/1", "2020-09-30", "2020-11-30")]


def test_the_same_month_from_the_same_delivery_gives_the_same_marts_and_no_ledger_row(council):
    before, inode = contents(council), council.settings.published_db.stat().st_ino
    done = council.run("month", "2020-11")
    assert done.returncode == 0, done.stderr
    assert contents(council) == before
    assert council.settings.published_db.stat().st_ino == inode


def test_a_reader_reads_from_start_to_end_while_a_run_publishes_and_the_ledger_grows(council, tmp_path):
    before = set(ask(council.settings.published_db, "select * from reporting.published_values"))
    stop = tmp_path / "stop"
    reader = subprocess.Popen(
        [sys.executable, "-c", READER, str(council.settings.published_db), str(stop)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        done = council.run("month", "2020-12")
    finally:
        stop.touch()
    output, errors = reader.communicate(timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (reader.returncode, errors) == (0, "") and int(output) > 20
    after = set(ask(council.settings.published_db, "select * from reporting.published_values"))
    assert before < after


def test_a_catch_up_publishes_each_month_and_writes_files_once_and_a_report_can_be_written_later(council):
    def november():
        return {str(path): path.stat().st_mtime_ns for path in council.settings.reports.glob("*-2020-11-[rp]*")}

    before = november()
    done = council.run("each", "2020-11", "2020-12")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("Publishing the database") == 2 and done.stdout.count("Rendering the report") == 1
    assert list(council.settings.reports.glob("*-2020-12-*")) and november() == before
    done = council.run("report", "2020-11")
    assert done.returncode == 0, done.stderr
    assert set(done.stdout.split()) == set(before) and not november().items() & before.items()
    assert council.run("verify").returncode == 0
    done = council.run("report", "2018-11")
    assert done.returncode == 1 and "no report of November 2018 has been published" in done.stderr


def test_a_refused_delivery_fails_the_run_and_leaves_everything_published_as_it_was(council):
    before = council.settings.published_db.read_bytes()
    folder = write_tables(
        council.settings.landing, {"ssd_person": [{"pers_person_id": "SECRETCHILD"}]}, month="2021-01"
    )
    (folder / "ssd_person.csv").write_text("pers_person_id\nSECRETCHILD\n")
    done = council.run("range", "2020-11", "2021-01")
    assert done.returncode == 1
    assert f"{LA_CODE}/2021-01-31/1/ssd_person.csv: sha256 differs from the manifest" in done.stderr
    assert "SECRETCHILD" not in done.stdout + done.stderr
    assert council.settings.published_db.read_bytes() == before
    records = hash_chain.read(council.settings.run_record).records
    last = records[-1]
    assert (last["kind"], last["error"], last["step"]) == ("stopped", "DeliveryRefused", "landed_deliveries")
    assert last["reason"] == (
        f"refused with 1 problems: {LA_CODE}/2021-01-31/1/ssd_person.csv: sha256 differs from the manifest"
    )
    assert last["published"] == records[0]["after"]
    assert "SECRET" not in council.settings.run_record.read_text()


def test_a_failing_blocking_check_stops_before_publication(council):
    """The ledger copied at the start holds a row that the build then cannot show: taken out between the
    two."""
    before = council.settings.published_db.read_bytes()
    done = council.python(
        "-c",
        """
import sys
from orchestration.cli import main
from orchestration.publish import gate
gate.ledger_findings = lambda *_: ["ledger published_values lacks 1 rows that were published"]
sys.exit(main.main(["month", "2020-12"]))
""",
    )
    assert done.returncode == 1
    assert "check failed: ledger_only_grows" in done.stdout
    assert "Publishing the database" not in done.stdout
    assert council.settings.published_db.read_bytes() == before
    last = hash_chain.read(council.settings.run_record).records[-1]
    assert (last["kind"], last["step"]) == ("stopped", "reporting__published_values_ledger_only_grows")


def test_a_second_writer_is_turned_away(council):
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys, time; from orchestration.common import writer_lock, settings; "
            "writer_lock.hold_writer_lock(settings.load().data); print('held', flush=True); time.sleep(60)",
        ],
        cwd=ROOT,
        env=council.environ,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert holder.stdout.readline() == "held\n"
        done = council.run("land")
        assert done.returncode == 1 and "another run is writing" in done.stderr
    finally:
        holder.kill()
        holder.wait()
    assert council.run("land").returncode == 0


def test_dbt_build_alone_works_after_landing(council):
    assert council.run("land", "2020-12").returncode == 0
    environ = {**council.environ, "CHILDREN_BUILD_DB": str(council.settings.build_db)}
    target = str(council.data / "by_hand")
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "dbt.cli.main",
            "--log-path",
            target,
            "run",
            "--target-path",
            target,
            "--select",
            "stg_deliveries",
        ],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout


def test_runs_are_recorded_with_their_months(november):
    done = november.python(
        "-c",
        """
import json
from orchestration.common import settings
from orchestration.defs.instance import dagster_instance
with dagster_instance(settings.load()) as instance:
    print(json.dumps([[run.job_name, run.status.value, run.tags.get('dagster/asset_partition_range_start')]
                      for run in instance.get_runs()]))
""",
    )
    assert json.loads(done.stdout) == [["monthly_report", "SUCCESS", "2020-09-01"]]


def test_dagsters_own_storage_reads_the_events_of_ours(november):
    """So a home can go back to it, and the databases are whole when a run has ended."""
    storage = SqliteEventLogStorage(str(november.settings.dagster_home / "storage" / "history" / "runs"))
    [run_id] = storage.get_all_run_ids()
    kinds = {entry.dagster_event_type.value for entry in storage.get_logs_for_run(run_id) if entry.is_dagster_event}
    assert {"PIPELINE_START", "ASSET_MATERIALIZATION", "ASSET_CHECK_EVALUATION", "PIPELINE_SUCCESS"} <= kinds


def test_dagster_is_told_rows_and_columns_of_each_mart_and_indicator(november):
    """Each materialisation of a mart carries its row count, which is that of the published file."""
    storage = SqliteEventLogStorage(str(november.settings.dagster_home / "storage" / "history" / "runs"))
    [run_id] = storage.get_all_run_ids()
    told = [
        entry.dagster_event.step_materialization_data.materialization
        for entry in storage.get_logs_for_run(run_id)
        if entry.is_dagster_event and entry.dagster_event_type.value == "ASSET_MATERIALIZATION"
    ]
    marts = [one for one in told if one.asset_key.path[0] == "reporting"]
    rows = {(one.asset_key.path[-1], one.metadata["dagster/row_count"].value) for one in marts}
    names = sorted({name for name, _ in rows} & {"report_figures", "indicators_by_month", "contacts_by_month"})
    assert len(names) == 3
    for name in names:
        assert {count for mart, count in rows if mart == name} == {
            ask(november.settings.published_db, f"select count(*) from reporting.{name}")[0][0]
        }
    columns = {
        column.name: (column.type, column.description)
        for one in marts
        if one.asset_key.path[-1] == "contacts_by_month"
        for column in one.metadata["dagster/column_schema"].schema.columns
    }
    assert columns["contacts_all"][1].startswith("Contacts received at the front door. All new contacts, ")
    indicators = [one.metadata for one in told if one.asset_key.path[0] == "indicators"]
    assert indicators and all("dagster/row_count" in one for one in indicators)
    assert all(column.description for one in indicators for column in one["dagster/column_schema"].schema.columns), (
        "the words of indicator_events describe every column of every indicator"
    )
    [report] = {one.metadata["printed_figures"].value for one in told if one.asset_key.path == ["report_files"]}
    assert (
        report
        == ask(
            november.settings.published_db,
            "select count(*) from reporting.report_figures where report_month = '2020-11-30'",
        )[0][0]
    )
    assert "?" not in {type_ for type_, _ in columns.values()}


def test_an_indicator_is_described_in_the_build_database(november):
    comments = ask(november.settings.build_db, "select comment from duckdb_views() where schema_name = 'indicators'")
    assert len(comments) > 80 and all(comment for (comment,) in comments)
