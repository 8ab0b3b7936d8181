"""What is kept no longer goes, and what the next rerun needs stays."""

import os

import dagster as dg
import duckdb
import pytest

from orchestration.common import settings
from orchestration.definitions import build_defs
from orchestration.defs.instance import dagster_instance
from orchestration.defs.old_runs import removals, remove
from tests.landing.small_deliveries import LA_CODE, write_tables

pytestmark = pytest.mark.slow

DAY = 86_400


def deliveries(council):
    with duckdb.connect(str(council.settings.build_db), read_only=True) as con:
        return [row[0][10:17] for row in con.execute("select delivery_id from raw.deliveries order by 1").fetchall()]


def retain(council, *arguments, **environ):
    council.environ |= {f"CHILDREN_{name.upper()}": str(value) for name, value in environ.items()}
    done = council.run("retain", *arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout


def contents(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and "dagster" not in path.parts}


def test_by_default_three_years_stay(council):
    assert "Nothing is older than what is kept." in retain(council)


def test_a_dry_run_says_what_and_why_and_changes_nothing(council):
    before = contents(council.data)
    printed = retain(council, "--dry-run", keep_months=3)
    assert f"{LA_CODE}/2020-08-31/1  older than 3 months before 2020-12" in printed
    assert "2020-09-30" not in printed and "Would remove: 8" in printed
    assert "P0001" not in printed and "Canary" not in printed
    after = contents(council.data)
    changed = {path.name for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    assert changed <= {council.settings.build_db.name}  # opened, so its header is written again
    assert len(deliveries(council)) == 12


def test_old_deliveries_go_from_the_folder_and_the_build_and_leave_no_bytes(council):
    """A child known from one old delivery alone, under a name that stands nowhere else."""
    folder = write_tables(council.settings.landing, {"ssd_person": [{"pers_person_id": "ONLYTHEN"}]}, month="2019-12")
    assert council.run("land").returncode == 0
    assert b"ONLYTHEN" in council.settings.build_db.read_bytes()
    (council.data / "spark").mkdir()
    (council.data / "spark" / "raw.parquet").write_text("ONLYTHEN")
    published = council.settings.published_db.read_bytes()
    retain(council, keep_months=3)
    assert deliveries(council) == ["2020-09", "2020-10", "2020-11", "2020-12"]
    assert not folder.exists()
    assert not any(b"ONLYTHEN" in content for content in contents(council.data).values())
    assert council.settings.published_db.read_bytes() == published
    assert "Already landed: 4 deliveries" in council.run("land").stdout


def test_the_newest_and_the_last_published_delivery_stay_and_the_next_run_succeeds(council):
    """Nothing else is kept: November is what the published ledger was last written from."""
    with duckdb.connect(str(council.settings.published_db), read_only=True) as con:
        before = set(con.execute("select * from reporting.published_values").fetchall())
    retain(council, keep_months=0)
    assert deliveries(council) == ["2020-11", "2020-12"]
    done = council.run("month", "2020-12")
    assert done.returncode == 0, done.stdout + done.stderr
    with duckdb.connect(str(council.settings.published_db), read_only=True) as con:
        assert before < set(con.execute("select * from reporting.published_values").fetchall())
        lost = con.execute(
            "select count(*) from reporting.published_event_changes where reason = 'first published' and month_on < "
            "date '2020-12-31' and publication_no > 1"
        ).fetchone()[0]
    assert lost == 0
    assert "Nothing is older" in retain(council, keep_months=0), "December again is explained against November"


def test_a_delivery_that_nobody_looked_at_stays_and_an_old_refused_one_goes(council):
    refused = write_tables(council.settings.landing, {"ssd_person": []}, month="2018-01")
    (refused / "ssd_person.csv").write_text("other")
    assert council.run("land").returncode == 1
    unseen = write_tables(council.settings.landing, {"ssd_person": []}, month="2018-02")
    retain(council, keep_months=12)
    assert not refused.exists() and unseen.exists()


def test_a_delivery_behind_a_link_is_not_followed(council, tmp_path):
    elsewhere = write_tables(tmp_path / "elsewhere", {"ssd_person": []}, month="2018-01")
    (council.settings.landing / LA_CODE / "2018-01-31").symlink_to(elsewhere.parent)
    assert council.run("land").returncode == 1
    retain(council, keep_months=12)
    assert (elsewhere / "ssd_person.csv").exists()


def test_logs_and_copies_are_counted_from_the_newest_not_from_the_clock(council):
    """A clock that stood in 2090 or 1970 while some were written removes none of the others."""
    logs = council.settings.logs
    (newest,) = logs.glob("run_*.log")
    for name, days in (("old.log", 91), ("young.log", 89)):
        (logs / name).write_text("")
        moment = newest.stat().st_mtime - days * DAY
        os.utime(logs / name, (moment, moment))
    for path in logs.iterdir():
        os.utime(path, (path.stat().st_mtime - 20_000 * DAY,) * 2)
    (council.settings.published / "previous").mkdir()
    for number in range(1, 4):
        (council.settings.published / "previous" / f"children-{number:04d}.duckdb").write_text("")
    printed = retain(council, keep_copies=2)
    assert sorted(path.name for path in logs.iterdir()) == sorted([newest.name, "young.log"])
    assert "published/previous/children-0001.duckdb" in printed and "children-0002" not in printed


def test_records_of_old_runs_go_with_their_logs(council):
    chosen = settings.load({"CHILDREN_DATA": str(council.data), "CHILDREN_KEEP_DAYS": "0"})
    with dagster_instance(chosen) as instance:
        (old,) = instance.get_run_records()
        new = instance.create_run_for_job(empty)
        instance.report_run_canceled(new)
        run_id = old.dagster_run.run_id
        assert any(run_id in str(path) for path in chosen.dagster_home.rglob("*"))
        found = removals(chosen, instance)
        assert [one.name for one in found if one.kind == "run"] == [run_id]
        remove(chosen, instance, found)
        assert [run.run_id for run in instance.get_runs()] == [new.run_id]
        assert not any(run_id in str(path) for path in chosen.dagster_home.rglob("*"))


@dg.job
def empty():
    """Does nothing."""


def test_the_job_of_dagster_does_the_same_and_can_be_tried(council):
    chosen = settings.load({"CHILDREN_DATA": str(council.data), "CHILDREN_KEEP_MONTHS": "3"})
    job = build_defs(chosen).resolve_job_def("retention")
    tried = {"ops": {"remove_what_is_old": {"config": {"dry_run": True}}}}
    with dagster_instance(chosen) as instance:
        assert job.execute_in_process(instance=instance, run_config=tried).success
        assert len(deliveries(council)) == 12
        assert job.execute_in_process(instance=instance).success
    assert len(deliveries(council)) == 4
