"""What dbt says of its builds, and clicks in Dagster, on a real build: published is the truth, or it is refused."""

import subprocess
from datetime import date

import dagster as dg
import duckdb
import pytest

from orchestration.build.dbt_environment import DBT
from orchestration.common.errors import NotPossible
from orchestration.common.settings import ROOT
from orchestration.common.writer_lock import release_writer_lock
from orchestration.definitions import build_defs
from orchestration.defs.instance import dagster_instance
from orchestration.defs.jobs import JOB_NAME
from orchestration.defs.partitions import range_tags
from orchestration.operations.verification.findings import findings
from orchestration.publish.publication import publish
from orchestration.run_record import hash_chain
from tests.landing.small_deliveries import council_tables, write_tables

pytestmark = pytest.mark.slow

SEP, NOV, JAN = date(2020, 9, 30), date(2020, 11, 30), date(2021, 1, 31)
FAR = date(2026, 9, 30)


def dbt(council, *arguments):
    """dbt as an engineer runs it by hand; its exit code."""
    target = str(council.data / "by_hand")
    done = subprocess.run(
        [DBT, *arguments, "--quiet", "--target-path", target, "--log-path", target],
        cwd=ROOT,
        env={**council.environ, "CHILDREN_BUILD_DB": str(council.settings.build_db)},
        capture_output=True,
        text=True,
    )
    return done.returncode


def ask(path, question):
    with duckdb.connect(str(path), read_only=True) as con:
        return con.execute(question).fetchall()


def refusal(council, months=(SEP, NOV)):
    """Why publish() refuses."""
    before = council.settings.published_db.read_bytes()
    with pytest.raises(NotPossible) as said:
        publish(council.settings, {}, months)
    assert council.settings.published_db.read_bytes() == before
    return str(said.value)


def clicked(council, months, *assets):
    """Which steps failed when these assets, or all, are materialised in Dagster, and why."""
    definitions = build_defs(council.settings)
    with dagster_instance(council.settings) as instance:
        result = definitions.resolve_job_def(JOB_NAME).execute_in_process(
            instance=instance,
            raise_on_error=False,
            tags=range_tags(*months),
            asset_selection=[dg.AssetKey(name) for name in assets] or None,
        )
    release_writer_lock(council.data)
    failed = [event.step_key for event in result.all_events if event.is_step_failure]
    return failed, hash_chain.read(council.settings.run_record).records[-1].get("reason", "")


def test_every_node_of_a_build_carries_the_token_of_its_run(november):
    nodes = ask(november.settings.build_db, "select distinct built.token = run.token from control.built, control.run")
    assert nodes == [(True,)]
    ended = ask(november.settings.build_db, "select distinct status from control.built order by 1")
    assert ended == [("pass",), ("success",), ("warn",)]
    relations = ask(
        november.settings.build_db,
        "select table_schema, table_name from information_schema.tables "
        "where table_schema not in ('raw', 'control', 'ledger') order by all",
    )
    built = "select schema_name, relation from control.built where relation is not null order by all"
    assert len(relations) > 200 and ask(november.settings.build_db, built) == relations


def test_a_part_built_by_hand_or_without_rows_is_not_published_as_the_whole(council):
    assert dbt(council, "run", "--empty", "--select", "publication") == 0
    assert "no dbt model was built since landed_deliveries was materialised for 2020-09 to 2020-11" in refusal(council)
    assert dbt(council, "run", "--select", "publication") == 0
    said = refusal(council)
    assert "nodes of dbt did not end well when it ran last" in said and "(not built)" in said
    assert "Materialise all dbt models, then published_database, for 2020-09 to 2020-11; by hand, `dbt build`" in said


def test_a_test_run_by_hand_counts_and_leaves_the_rest_as_it_was(council):
    """A check of deliveries has a result that there is not: the test that fails by hand stops the publication."""
    publish(council.settings, {}, (SEP, NOV))
    with duckdb.connect(str(council.settings.build_db)) as con:
        con.execute("update reporting.intake_checks set result = 'unknown'")
    assert dbt(council, "test", "--select", "accepted_values_intake_checks_result*") == 1
    said = refusal(council)
    assert "not published: 1 of " in said and "test accepted_values_intake_checks_result" in said and "(fail)" in said


def test_dagster_publishes_no_other_month_and_no_newer_delivery_than_was_built(council):
    """Landing goes through; the database, the analysts' files and the report are refused."""
    write_tables(council.settings.landing, council_tables(date(2021, 2, 5), 12), month="2021-01")
    before = council.settings.published_db.read_bytes()
    failed, said = clicked(council, (NOV, JAN), "landed_deliveries", "published_database")
    assert failed == ["published_database"]
    assert said == (
        "not published: no dbt model was built since landed_deliveries was materialised for 2020-11 to 2021-01. "
        "Materialise all dbt models, then published_database, for 2020-11 to 2021-01; by hand, `dbt build`"
    )
    failed, said = clicked(council, (SEP, NOV), "published_database")
    assert failed == ["published_database"] and "the build is of 2020-11 to 2021-01, not of 2020-09 to 2020-11" in said
    failed, said = clicked(council, (NOV, JAN), "analysts_database")
    assert failed == ["analysts_database"] and "what is published is of 2020-09 to 2020-11, not of 2020-11 to" in said
    failed, said = clicked(council, (NOV, JAN), "report_files")
    assert failed == ["report_files"] and "no report of January 2021 has been published" in said
    assert council.settings.published_db.read_bytes() == before
    assert list(findings(council.settings)) == []


def test_a_month_that_nobody_delivered_is_refused_before_anything_is_built(council):
    """By a click on the whole job, and by each command."""
    values = "select count(*) from reporting.indicator_values"
    before, there = council.settings.published_db.read_bytes(), ask(council.settings.build_db, values)
    failed, said = clicked(council, (FAR, FAR))
    assert failed == ["landed_deliveries"]
    deliveries = "there are deliveries of E09999999 2020-01 to 2020-12"
    assert deliveries in said and "Put the delivery into the landing folder, or ask for months up to 2020-12" in said
    for command in (("month", "2026-09"), ("range", "2020-12", "2026-09"), ("each", "2020-12", "2021-01")):
        done = council.run(*command)
        assert done.returncode == 1 and "Put the delivery into the landing folder" in done.stderr, command
        assert "Building" not in done.stdout, command
    assert council.settings.published_db.read_bytes() == before
    assert ask(council.settings.build_db, values) == there != [(0,)]
