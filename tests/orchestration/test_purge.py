"""A purged delivery leaves nothing, and what stands is what would stand had it never come."""

import shutil
from datetime import date

import duckdb
import pytest

from orchestration.record import chain
from tests.landing.small_deliveries import LA_CODE, council_tables, write_tables
from tests.orchestration.installation import Installation
from tests.orchestration.test_runs import contents

pytestmark = pytest.mark.slow

WITHDRAWN, CORRECTED = (f"{LA_CODE}/2021-01-31/{number}" for number in (1, 2))
CHILD = "P-ONLY-THEN"
KILLED = """
import os
from orchestration import purge, run
purge.replace = lambda *paths: os._exit(9)
run.main(["purge", "{delivery}", "--reason", "sent without a lawful basis"])
"""


def deliver_january(council, number, child=None):
    """January with the twelfth child's case; with `child`, under that id."""
    tables = council_tables(date(2021, 2, 5), 12)
    if child:
        tables = {
            name: [{key: child if value == "P0010" else value for key, value in row.items()} for row in rows]
            for name, rows in tables.items()
        }
    write_tables(council.settings.landing, tables, month="2021-01", delivery=number)


def run(council, *arguments, returns=0):
    done = council.run(*arguments)
    assert done.returncode == returns, done.stdout + done.stderr
    return done


def files_with(council, text):
    files = (path for path in council.data.rglob("*") if path.is_file())
    return {path.relative_to(council.data).as_posix() for path in files if text.encode() in path.read_bytes()}


def test_a_published_delivery_is_purged_as_if_it_had_never_come(council, tmp_path):
    never = Installation(tmp_path / "never")
    shutil.copytree(council.data, never.data, symlinks=True)
    deliver_january(never, 2)
    run(never, "month", "2021-01")

    deliver_january(council, 1, CHILD)
    run(council, "month", "2021-01")
    deliver_january(council, 2)
    run(council, "month", "2021-01")
    (council.data / "spark").mkdir()
    (council.data / "spark" / "raw.parquet").write_text(CHILD)
    assert {"build/council.duckdb", "published/children.duckdb", "spark/raw.parquet"} <= files_with(council, CHILD)
    last = chain.read(council.settings.run_record).records[-1]

    killed = council.python("-c", KILLED.format(delivery=WITHDRAWN))
    assert killed.returncode == 9, killed.stdout + killed.stderr
    done = run(council, "purge", WITHDRAWN, "--reason", "sent without a lawful basis")
    assert "Found in published/children.duckdb" in done.stdout and f"Nothing of {WITHDRAWN} is left" in done.stdout

    assert files_with(council, CHILD) == set()
    assert contents(council) == contents(never)
    reports = [{path.name for path in made.settings.reports.iterdir()} for made in (council, never)]
    assert reports[0] == reports[1]
    assert "Everything is as recorded" in run(council, "verify", "--noted", last["hash"]).stdout
    purged = [one for one in chain.read(council.settings.run_record).records if one["kind"] == "purges"][-1]
    assert (purged["delivery"], purged["reason"]) == (WITHDRAWN, "sent without a lawful basis")

    deliver_january(council, 1, CHILD)
    done = run(council, "land")
    with duckdb.connect(str(council.settings.build_db), read_only=True) as con:
        refused = con.execute("select folder, reason from raw.refused_deliveries").fetchall()
    assert [folder for folder, _ in refused] == [WITHDRAWN] and "was purged" in refused[0][1]


def test_a_delivery_nobody_used_goes_from_the_folder_and_the_build(council):
    unused = f"{LA_CODE}/2020-12-31/1"
    published = council.settings.published_db.read_bytes()
    done = run(council, "purge", unused, "--reason", "sent to the wrong place")
    assert done.stdout.splitlines()[-1] == f"Nothing of {unused} is left"
    assert council.settings.published_db.read_bytes() == published
    assert not (council.settings.landing / unused).exists()
    run(council, "verify")
    assert "nothing of a delivery" in run(council, "purge", unused, "--reason", "again", returns=1).stderr


@pytest.mark.parametrize(
    ("delivery", "reason", "says"),
    [
        (f"{LA_CODE}/2020-12-31/9", "asked for", "nothing of a delivery"),
        (f"{LA_CODE}/../{LA_CODE}", "asked for", "a delivery is named like"),
        ("/etc/passwd/1", "asked for", "a delivery is named like"),
        (CORRECTED, " ", "say why"),
    ],
)
def test_what_cannot_be_purged_is_said_and_nothing_is_changed(council, delivery, reason, says):
    before = council.settings.run_record.read_bytes()
    assert says in run(council, "purge", delivery, "--reason", reason, returns=1).stderr
    assert council.settings.run_record.read_bytes() == before
