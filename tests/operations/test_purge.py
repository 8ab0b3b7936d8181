"""A purged delivery leaves nothing, and what stands is what would stand had it never come."""

import shutil
from datetime import date

import duckdb
import pytest

from orchestration.common import settings
from orchestration.operations import after_purge
from orchestration.operations.after_purge import months_to_write, unfinished_purge
from orchestration.run_record import hash_chain
from tests.cli.test_runs import contents
from tests.installation import Installation
from tests.landing.small_deliveries import LA_CODE, council_tables, write_tables

pytestmark = pytest.mark.slow

WITHDRAWN, CORRECTED = (f"{LA_CODE}/2021-01-31/{number}" for number in (1, 2))
CHILD = "P-ONLY-THEN"
KILLED = """
import os
from orchestration.operations import purge
from orchestration.cli import main
purge.{killed} = lambda *arguments: os._exit(9)
main.main(["purge", "{delivery}", "--reason", "sent without a lawful basis"])
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
    last = hash_chain.read(council.settings.run_record).records[-1]

    for killed in ("replace", "write_reports"):
        done = council.python("-c", KILLED.format(killed=killed, delivery=WITHDRAWN))
        assert done.returncode == 9, done.stdout + done.stderr
        assert "Found in published/children.duckdb" in done.stdout
    assert not list(council.settings.reports.iterdir())
    assert f"purge of {WITHDRAWN}: did not write all files" in run(council, "verify", returns=1).stdout
    done = run(council, "purge", WITHDRAWN, "--reason", "sent without a lawful basis")
    assert "Found in" not in done.stdout and f"Nothing of {WITHDRAWN} is left" in done.stdout

    assert files_with(council, CHILD) == set()
    assert contents(council) == contents(never)
    reports = [{path.name for path in made.settings.reports.iterdir()} for made in (council, never)]
    assert reports[0] == reports[1]
    assert "Everything is as recorded" in run(council, "verify", "--noted", last["hash"]).stdout
    assert "nothing of a delivery" in run(council, "purge", WITHDRAWN, "--reason", "again", returns=1).stderr
    purged = [one for one in hash_chain.read(council.settings.run_record).records if one["kind"] == "purges"][-1]
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


def test_a_purge_has_ended_when_every_file_for_readers_is_written_again(tmp_path, monkeypatch):
    chosen = settings.load({"CHILDREN_DATA": str(tmp_path)})
    chosen.published.mkdir()
    published = {"2020-12", "2021-01"}
    monkeypatch.setattr(after_purge, "councils_with_report", lambda _, end: [LA_CODE] * (f"{end:%Y-%m}" in published))
    guide, report = "analysts/guide.html", "published/reports/E09999999-{}-public.pdf"
    months = [report.format(month) for month in ("2020-12", "2021-01")]
    hash_chain.append(chosen.run_record, "wrote", {"files": dict.fromkeys([guide, *months], "hash")})
    # this one had never been published
    hash_chain.append(chosen.run_record, "purges", {"delivery": CORRECTED, "removed": []})

    def unfinished():
        return unfinished_purge(chosen, hash_chain.read(chosen.run_record).records)

    chosen.published_db.touch()
    assert unfinished() == ""
    hash_chain.append(
        chosen.run_record, "purges", {"delivery": WITHDRAWN, "removed": [guide, *months], "whole_ledger": {}}
    )
    assert unfinished() == WITHDRAWN
    for path in (guide, months[0]):
        hash_chain.append(chosen.run_record, "wrote", {"files": {path: "hash"}})
        assert unfinished() == WITHDRAWN
    assert months_to_write(hash_chain.read(chosen.run_record).records) == {"2021-01"}
    published.remove("2021-01")
    assert unfinished() == ""


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
