"""A delivery of a region that cannot be believed stops its own council alone, until it is corrected."""

import shutil
from datetime import date

import duckdb
import pytest

from orchestration.build import database
from orchestration.build.held_deliveries import hold_back
from orchestration.common import writer_lock
from tests.faults.doubtful_deliveries import Doubtful, tables_of, without
from tests.installation import Installation
from tests.landing.small_deliveries import write_council, write_tables

GOOD, DOUBTED = "E09999999", "E09999998"
HALF = f"{DOUBTED}/2020-12-31/1"


def ask(path, question):
    with duckdb.connect(str(path), read_only=True) as con:
        return con.execute(question).fetchall()


@pytest.mark.parametrize(
    ("landed", "failed", "held"),
    [
        ("A 11, A 12, B 11, B 12", "A", "A"),
        ("A 11, A 12, B 11, B 12, C 12", "A, C", ""),  # C has nothing to stay at
        ("A 11, A 12, B 11, B 12", "A, B", ""),  # nobody would go on
        ("A 11, A 12, B 11", "A", ""),  # nobody else has delivered the month
        ("A 11, A 12", "A", ""),
        ("A 11, A 12, B 11, B 12", "", ""),
    ],
)
def test_who_is_held_back(tmp_path, landed, failed, held):
    """Of councils and the months they delivered, some fail in December."""
    build = tmp_path / "build.duckdb"
    with database.connect(build) as con:
        database.prepare(con)
        database.set_run(con, database.Run(date(2021, 1, 6), date(2020, 12, 31), date(2020, 12, 31), "test"))
        for la_code, month in (one.split() for one in landed.split(", ")):
            con.execute(
                "insert into raw.deliveries by name select $la || $month as delivery_id, $la as la_code, "
                "last_day(make_date(2020, $month, 1)) as month_end, month_end + 6 as extract_date",
                {"la": la_code, "month": int(month)},
            )
        con.execute(
            "create schema staging; create table staging.stg_deliveries as select delivery_id, la_code, "
            "month_end as delivery_month_on, month_end = max(month_end) over (partition by la_code) as is_newest "
            "from raw.deliveries; create schema reporting; "
            "create table reporting.intake_checks as select * from control.held_checks"
        )
        con.execute(
            "insert into reporting.intake_checks by name select la_code, delivery_id, check_id, "
            "case when check_id = 'rows_lost' and list_contains($failed, la_code) then 'failed' else 'passed' end "
            "as result from staging.stg_deliveries cross join unnest(['rows_lost', 'rows_gained']) as t (check_id) "
            "where is_newest",
            {"failed": failed.split(", ")},
        )
        con.execute(
            "insert into control.built select 'model.x.intake_checks', 'reporting', 'intake_checks', 'success', token "
            "from control.run"
        )
    assert hold_back(build) == [f"{la_code}12" for la_code in held.split()]
    kept = ask(build, "select delivery_id, check_id, result from control.held_checks order by all")
    assert kept == [
        (f"{la_code}12", check, result)
        for la_code in held.split()
        for check, result in (("rows_gained", "passed"), ("rows_lost", "held back"))
    ]
    with database.connect(build) as con:  # the next run decides anew
        database.set_run(con, database.current_run(con))
    assert hold_back(build) == [] == ask(build, "select * from control.held_checks")


@pytest.fixture(scope="module")
def region(tmp_path_factory):
    """Two councils; one lost half of its contacts from November, which is published, to December. Not to be changed."""
    made = Installation(tmp_path_factory.mktemp("doubt") / "data")
    write_council(made.settings.landing, "2020-11", "2020-12", la_code=GOOD)
    Doubtful("half_the_rows_lost", without("ssd_contacts", 51)).write(made.settings.landing, DOUBTED)
    done = made.run("each", "2020-11", "2020-12")
    assert done.returncode == 0, done.stdout + done.stderr
    made.output = done.stdout
    return made


@pytest.fixture
def copied(region, tmp_path):
    """A copy of the region to do things to."""
    shutil.copytree(region.data, tmp_path / "data", symlinks=True)
    made = Installation(tmp_path / "data")
    yield made
    writer_lock.release_writer_lock(made.data)


def newest(made):
    return ask(made.settings.published_db, "select delivery_id from reporting.publication order by 1")


@pytest.mark.slow
def test_the_others_are_published_and_it_is_said_why_one_is_not(region):
    said = f"Not believed, the other councils go on: {HALF}: rows_lost ssd_contacts 51% of 100 (fails above 50%)"
    assert said in region.output
    assert newest(region) == [(f"{DOUBTED}/2020-11-30/1",), (f"{GOOD}/2020-12-31/1",)]
    last = "select la_code, max(period_end_on)::text from reporting.published_values group by all order by all"
    assert ask(region.settings.published_db, last) == [(DOUBTED, "2020-11-30"), (GOOD, "2020-12-31")]
    found = f"select check_id from reporting.intake_checks where delivery_id = '{HALF}' and result = 'held back'"
    assert ask(region.settings.published_db, found) == [("rows_lost",)]
    assert ask(region.settings.build_db, f"select count(*) from raw.ssd_contacts where _delivery_id = '{HALF}'") == [
        (49,)
    ]


@pytest.mark.slow
def test_the_same_comes_out_when_it_is_computed_again(region):
    done = region.run("verify", "--rebuild")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
def test_a_corrected_delivery_is_published(copied):
    write_tables(copied.settings.landing, tables_of(100), month="2020-12", delivery=2, la_code=DOUBTED)
    done = copied.run("month", "2020-12")
    assert done.returncode == 0, done.stdout + done.stderr
    assert newest(copied) == [(f"{DOUBTED}/2020-12-31/2",), (f"{GOOD}/2020-12-31/1",)]
    assert ask(copied.settings.published_db, "select 1 from reporting.intake_checks where result = 'held back'") == []


@pytest.mark.slow
def test_a_purge_of_a_delivery_held_back_leaves_nothing_of_it(copied):
    done = copied.run("purge", HALF, "--reason", "sent by mistake")
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"Nothing of {HALF} is left" in done.stdout
    assert newest(copied) == [(f"{DOUBTED}/2020-11-30/1",), (f"{GOOD}/2020-12-31/1",)]
    done = copied.run("verify")
    assert done.returncode == 0, done.stdout + done.stderr
