"""What a machine can do to a run: full disks, lost permission, a dead process, a wrong clock.

Each leaves the published file as it was and says what to do, and the next run succeeds.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
from datetime import UTC, date, datetime

import dagster as dg
import duckdb
import pytest
from dagster._core.storage.dagster_run import DagsterRunStatus
from dagster._core.test_utils import create_run_for_test, freeze_time

from orchestration.build.dbt_failures import failure_text
from orchestration.cli import in_process_run
from orchestration.common import settings
from orchestration.common.errors import advice
from orchestration.common.settings import ROOT
from orchestration.common.writer_lock import hold_writer_lock, is_writing, release_writer_lock
from orchestration.defs.dead_runs import MESSAGE, SECONDS_TO_BEGIN, fail_dead_runs
from tests.landing.small_deliveries import council_tables, write_tables

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals, limits and mounts")

LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, ({bytes}, {bytes}))
from orchestration.cli import main
sys.exit(main.main({arguments}))
"""
AFTER_DBT = """
import sys
from datetime import date
import dagster as dg
from orchestration.cli import in_process_run
from orchestration.common import settings
from orchestration.definitions import build_defs
from orchestration.defs.instance import dagster_instance
from orchestration.defs.jobs import JOB_NAME
from orchestration.defs.partitions import range_tags
chosen = settings.load()
before = in_process_run.published_file(chosen)
with dagster_instance(chosen) as instance:
    result = build_defs(chosen).resolve_job_def(JOB_NAME).execute_in_process(
        instance=instance, raise_on_error=False, tags=range_tags(date(2020, 9, 30), date(2020, 11, 30)),
        run_config={"loggers": {"progress": {}}},
        asset_selection=[
            dg.AssetKey(name)
            for name in ("published_database", "analysts_database", "published_parquet", "published_csv")
        ],
    )
    if not result.success:
        in_process_run.tell_failure(chosen, result, chosen.logs, before)
sys.exit(not result.success)
"""
HOLDS = (
    "import sys, time; from orchestration.common import writer_lock, settings; "
    "writer_lock.hold_writer_lock(settings.load().data); print('held', flush=True); time.sleep(60)"
)


def changed_build(council):
    """Something new to publish."""
    with duckdb.connect(str(council.settings.build_db)) as con:
        con.execute("comment on table reporting.publication is 'Another text.'")


def new_delivery(council):
    write_tables(council.settings.landing, council_tables(date(2021, 2, 5), 12), month="2021-01")


def landed(council):
    with duckdb.connect(str(council.settings.build_db), read_only=True) as con:
        return con.execute("select count(*) from raw.deliveries").fetchone()[0]


@pytest.fixture
def disk(council):
    """`disk(folder, free)` puts a folder on a file system of its own with so many bytes free; it returns a function
    that mounts it anew with other options.
    """
    mounted = []

    def mount(folder, options):
        command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder]
        if shutil.which("mount") is None or subprocess.run(command, capture_output=True).returncode:
            pytest.skip("this user may not mount a file system")

    def put(folder, free):
        aside = folder.parent / "aside"
        shutil.copytree(folder, aside)
        used = int(subprocess.check_output(["du", "-s", "-B1", aside]).split()[0])
        mount(folder, f"mode=0700,size={used + free}")
        mounted.append(folder)
        shutil.copytree(aside, folder, dirs_exist_ok=True)
        return lambda options: mount(folder, f"remount,{options}")

    yield put
    for folder in mounted:
        subprocess.run(["umount", folder], check=True)


@pytest.mark.parametrize(
    ("options", "says"),
    [("rw", "The disk is full. Make room"), ("ro", "mounted read-only. Give the user")],
    ids=["full", "read-only"],
)
def test_a_disk_that_takes_nothing_more_while_publishing(council, disk, options, says):
    remount = disk(council.settings.published, 2**20)
    remount(options)
    changed_build(council)
    before = council.settings.published_db.read_bytes()
    done = council.python("-c", AFTER_DBT)
    assert done.returncode == 1 and says in done.stderr, done.stdout + done.stderr
    assert council.settings.published_db.read_bytes() == before
    remount("rw,size=500m")
    done = council.python("-c", AFTER_DBT)
    assert done.returncode == 0, done.stdout + done.stderr
    assert council.settings.published_db.read_bytes() != before
    assert not list(council.settings.published.rglob(".*"))


@pytest.mark.slow
def test_a_data_folder_that_fills_up_during_a_month(council, disk):
    """Four megabytes are enough to begin, and too few for the build."""
    remount = disk(council.data, 4 * 2**20)
    before = council.settings.published_db.read_bytes()
    done = council.run("month", "2020-12")
    assert done.returncode == 1 and "disk is full" in done.stderr, done.stdout + done.stderr
    assert council.settings.published_db.read_bytes() == before
    remount("size=1g")
    done = council.run("month", "2020-12")
    assert done.returncode == 0, done.stdout + done.stderr
    assert council.settings.published_db.read_bytes() != before


def test_a_delivery_that_does_not_fit_on_the_disk_is_landed_by_the_next_run(council):
    """The limit stops the file system's writes wherever no small disk can be mounted."""
    new_delivery(council)
    before, count = council.settings.published_db.read_bytes(), landed(council)
    done = council.python("-c", LIMITED.format(bytes=300, arguments=["land"]))
    assert done.returncode == 1 and "Files may not grow" in done.stderr, done.stderr
    assert "Traceback" not in done.stderr
    assert (council.settings.published_db.read_bytes(), landed(council)) == (before, count)
    done = council.run("land")
    assert done.returncode == 0, done.stderr
    assert landed(council) == count + 1
    assert list(council.settings.scratch.iterdir()) == []


def test_a_fault_of_the_machine_in_dbt_is_named_without_its_texts(tmp_path):
    results = tmp_path / "run_results.json"
    results.write_text(
        '{"results": [{"unique_id": "model.x.contacts", "status": "error", '
        '"message": "IO Error: P0001: No space left on device"}]}'
    )
    text = failure_text(results)
    assert "contacts (error)" in text and "The disk is full" in text and "P0001" not in text
    results.unlink()
    (tmp_path / "dbt.log").write_text("PermissionError: [Errno 13] Permission denied: 'P0001'")
    text = failure_text(results)
    assert "before it built anything" in text and "cannot be written" in text and "P0001" not in text


def test_advice_is_given_for_faults_of_the_machine_only():
    assert advice("[Errno 28] No space left on device: '.children-1.tmp'").startswith("The disk is full.")
    assert advice("not published: ledger published_values lacks 1 rows") is None


def test_the_lock_of_a_dead_process_is_free(council):
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDS], cwd=ROOT, env=council.environ, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout.readline() == "held\n" and is_writing(council.data)
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    assert (council.data / ".writer.lock").exists() and not is_writing(council.data)
    assert council.run("land").returncode == 0


def test_a_build_database_that_another_process_has_open(council):
    """As after a kill that left dbt alive."""
    code = "import duckdb, sys, time; con = duckdb.connect(sys.argv[1]); print('open', flush=True); time.sleep(60)"
    command = [sys.executable, "-c", code, str(council.settings.build_db)]
    holder = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert holder.stdout.readline() == "open\n"
        done = council.run("land")
        assert done.returncode == 1 and "is open in another process; wait until that run has ended" in done.stderr
    finally:
        holder.kill()
        holder.wait()
    assert council.run("land").returncode == 0


def test_who_looks_whether_somebody_writes_turns_nobody_away(council):
    assert not is_writing(council.data)
    hold_writer_lock(council.data)
    assert is_writing(council.data)
    release_writer_lock(council.data)
    assert not is_writing(council.data)


@pytest.fixture
def instance():
    with dg.instance_for_test() as made:
        yield made


def started(instance, **more):
    """A run that stands as started, whose process is gone: nobody executes it."""
    run = create_run_for_test(instance, status=DagsterRunStatus.STARTING, **more)
    instance.report_dagster_event(dg.DagsterEvent("PIPELINE_START", run.job_name), run.run_id)
    return run.run_id


def test_a_run_of_the_command_line_whose_process_died_is_marked_failed(instance):
    run_id = started(instance)
    assert fail_dead_runs(instance, datetime.now(UTC).timestamp()) == [run_id]
    assert instance.get_run_by_id(run_id).status == DagsterRunStatus.FAILURE
    assert MESSAGE in [entry.message for entry in instance.all_logs(run_id)]
    assert fail_dead_runs(instance, datetime.now(UTC).timestamp()) == []


def test_a_run_that_the_server_launched_is_given_time_to_take_the_lock(instance, monkeypatch):
    run_id = started(instance)
    monkeypatch.setattr(dg.DagsterRun, "remote_job_origin", "launched by the server", raising=False)
    now = datetime.now(UTC).timestamp()
    assert fail_dead_runs(instance, now) == fail_dead_runs(instance, now - 10**6) == []
    assert fail_dead_runs(instance, now + SECONDS_TO_BEGIN + 5) == [run_id]


def test_a_clock_set_back_is_noticed_before_anything_is_done(tmp_path):
    chosen = settings.load({"CHILDREN_DATA": str(tmp_path / "data")})
    with freeze_time(datetime(2020, 12, 31, 12, tzinfo=UTC)):
        in_process_run.require_months_over(chosen, date(2020, 11, 30))
        with pytest.raises(ValueError, match="2020-12 is not over; set the clock right"):
            in_process_run.require_months_over(chosen, date(2020, 12, 31))
    with freeze_time(datetime(1970, 1, 2, tzinfo=UTC)), pytest.raises(ValueError, match="set the clock right"):
        in_process_run.require_months_over(chosen, date(2020, 12, 31))
    with freeze_time(datetime(2090, 1, 1, tzinfo=UTC)):
        in_process_run.require_months_over(chosen, date(2020, 12, 31))


def test_nothing_that_is_published_asks_the_clock():
    """So a clock set forward or back between two runs changes no figure. The run record and the watch over runs may."""
    asks = re.compile(
        r"\b(current_date|current_timestamp|get_current_timestamp|today|time\.time|datetime\.now|now|run_started_at)\b"
        r"(?=\s*\()|\bcurrent_(date|timestamp)\b",
        re.IGNORECASE,
    )
    files = [
        path
        for place, pattern in (("models", "*.sql"), ("macros", "*.sql"), ("orchestration", "*.py"))
        for path in (ROOT / place).rglob(pattern)
    ]
    found = {path.name for path in files if asks.search(path.read_text(encoding="utf-8"))}
    assert len(files) > 300 and found == {
        "dead_runs.py",
        "hash_chain.py",
        "in_process_run.py",
        "notice_sensors.py",
        "sensors.py",
    }
