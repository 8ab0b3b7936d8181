"""What `verify` proves of a run of the small council, and that it finds one changed byte wherever it is."""

import json
import shutil
import signal

import duckdb
import pytest

from orchestration.operations.verification.findings import NotRecorded, findings
from orchestration.operations.verification.rebuild import CannotRebuild, rebuild
from orchestration.publish.publication import publish
from orchestration.run_record import hash_chain
from orchestration.run_record.entries import PUBLISHES, WROTE, recorded
from tests.kills.test_killed_runs import PUBLISH, changed_build, kill_at
from tests.landing.small_deliveries import LA_CODE

pytestmark = pytest.mark.slow
DELIVERY = f"landing/{LA_CODE}/2020-11-30/1"


def found(council, **asked):
    return [str(one) for one in findings(council.settings, **asked)]


def flip(path, place=None):
    """Change one bit of one byte, the middle one unless told."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2 if place is None else place] ^= 1
    path.write_bytes(content)


def change(path, statement):
    with duckdb.connect(str(path)) as con:
        con.execute(statement)


def kinds(council):
    return [record["kind"] for record in hash_chain.read(council.settings.run_record).records]


def test_a_run_records_what_it_was_asked_used_checked_and_wrote(november):
    records = hash_chain.read(november.settings.run_record).records
    first = records[0]
    assert [one["kind"] for one in records] == [PUBLISHES, *[WROTE] * (len(records) - 1)]
    assert first["asked"]["as_known"] == "own_month" and first["asked"]["started_by"] == "command line"
    assert (first["asked"]["first_month"], first["asked"]["last_month"]) == ("2020-09", "2020-11")
    assert first["months"] == ["2020-09-30", "2020-11-30"] and first["as_known_on"] == "2020-12-05"
    assert first["used"] == [f"{LA_CODE}/2020-11-30/1"] and len(first["deliveries"]) == 12
    manifest = json.loads((november.settings.dbt_target / "run" / "manifest.json").read_text(encoding="utf-8"))
    tests = [node for node in manifest["nodes"].values() if node["resource_type"] == "test"]
    assert sum(first["checks"]["tests"].values()) == len(tests) and first["checks"]["figures"]["passed"] > 0
    assert first["checks"]["tests"].keys() == {"pass", "warn"}
    assert first["before"] is None and first["result"] == "published"
    written = {path for one in records for path in one.get("files", ())}
    folders = (november.settings.parquet, november.settings.csv, november.settings.reports)
    there = {file.relative_to(november.data).as_posix() for folder in folders for file in folder.iterdir()}
    assert written == there | {"analysts/guide.html", "analysts/children.duckdb"}


def test_no_value_of_a_child_is_recorded(november):
    with duckdb.connect(str(november.settings.build_db), read_only=True) as con:
        values = {row[0] for row in con.execute("select pers_person_id from raw.ssd_person").fetchall()}
    text = november.settings.run_record.read_text()
    assert values and not [value for value in {*values, "Canary", "2010-05-05"} if value in text]


def test_what_is_as_recorded_passes(november):
    assert found(november) == []
    assert found(november, month="2020-11") == []
    with pytest.raises(NotRecorded, match="2020-10"):
        found(november, month="2020-10")


def test_the_command_says_what_a_report_was_made_from_and_fails_when_anything_differs(council):
    done = council.run("verify", "--report", "2020-11")
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"delivery {LA_CODE}/2020-11-30/1, manifest" in done.stdout and "Everything is as recorded" in done.stdout
    flip(council.settings.reports / f"{LA_CODE}-2020-11-restricted.html")
    done = council.run("verify", "--report", "2020-11")
    assert done.returncode == 1
    assert f"DIFFERS  published/reports/{LA_CODE}-2020-11-restricted.html: changed; recorded " in done.stdout


@pytest.mark.parametrize(
    "path",
    [
        f"{DELIVERY}/ssd_cp_plans.csv",
        f"{DELIVERY}/manifest.json",
        "analysts/children.duckdb",
        "analysts/guide.html",
        "published/children.duckdb",
        "analysts/parquet/published_values.parquet",
        "analysts/csv/published_values.csv",
        f"published/reports/{LA_CODE}-2020-11-restricted.pdf",
        f"published/reports/{LA_CODE}-2020-11-restricted.xlsx",
    ],
)
def test_one_changed_byte_of_a_file_is_found_and_so_is_its_absence(council, path):
    flip(council.data / path)
    assert [one for one in found(council) if one.startswith(f"{path}: changed; recorded ")]
    (council.data / path).unlink()
    assert [one for one in found(council) if one.startswith(f"{path}: ")]


def test_one_changed_byte_of_the_record_is_found_in_each_line(council):
    record = council.settings.run_record
    whole, place = record.read_bytes(), 0
    for number, line in enumerate(whole.splitlines(keepends=True), start=1):
        flip(record, place + len(line) // 2)
        assert any(one.startswith(f"run_record.jsonl: line {number}: ") for one in found(council)), number
        record.write_bytes(whole)
        place += len(line)


def test_a_record_rewritten_whole_is_found_by_a_hash_noted_elsewhere(council):
    records = hash_chain.read(council.settings.run_record).records
    assert found(council, noted=records[-1]["hash"][:12]) == []
    before = hash_chain.FIRST
    with council.settings.run_record.open("wb") as file:
        for record in records:
            forged = {**record, "who": "nobody", "previous": before}
            forged["hash"] = hash_chain.own_hash(forged)
            file.write(hash_chain.canonical(forged) + b"\n")
            before = hash_chain.sha256(hash_chain.canonical(forged))
    assert found(council) == []
    assert "no record with the hash that was noted" in found(council, noted=records[-1]["hash"])[0]


def test_one_changed_value_of_the_ledger_is_found_in_its_publication(council):
    change(
        council.settings.published_db,
        "update reporting.published_values set numerator = numerator + 1 where rowid = "
        "(select min(rowid) from reporting.published_values where numerator is not null)",
    )
    said = found(council)
    assert any(one.startswith("published/children.duckdb: changed") for one in said)
    assert any(one.startswith(f"ledger published_values, publication {LA_CODE}/1: changed") for one in said)
    assert not any("published_event_changes" in one for one in said)


def test_a_changed_value_of_the_landed_rows_is_found_in_its_table(council):
    change(
        council.settings.build_db,
        f"update raw.ssd_cp_plans set cppl_cp_plan_start_date = '2020-01-01' "
        f"where _delivery_id = '{LA_CODE}/2020-11-30/1' and _row = (select min(_row) from raw.ssd_cp_plans)",
    )
    assert [one.split(";")[0] for one in found(council)] == [
        f"raw data of {LA_CODE}/2020-11-30/1 ssd_cp_plans: changed"
    ]


def test_a_file_that_no_run_wrote_is_found(council):
    for folder in (council.settings.reports, council.settings.published / "previous"):
        folder.mkdir(exist_ok=True)
    (council.settings.reports / f"{LA_CODE}-2020-11-public.txt").write_text("not ours")
    shutil.copy(council.settings.published_db, council.settings.published / "previous" / "children-0001.duckdb")
    flip(council.settings.published / "previous" / "children-0001.duckdb")
    said = found(council)
    assert len(said) == 2 and "no run published this file" in said[0] and "no run wrote it" in said[1]


def test_a_delivery_whose_removal_is_recorded_is_no_finding_and_cannot_be_computed_again(council):
    shutil.rmtree(council.data / DELIVERY)
    assert [one.split(":")[0] for one in found(council)] == [f"{DELIVERY}/manifest.json"]
    hash_chain.append(council.settings.run_record, "removed", {"removed": [DELIVERY]})
    assert found(council) == []
    with pytest.raises(CannotRebuild, match="is gone"):
        list(rebuild(council.settings, None, print))


def test_publishing_over_a_file_changed_by_hand_does_not_hide_the_change(council):
    """The ledger's false value travels into the next publication; its record still shows it, and where it came in."""
    falsify = "update reporting.published_values set value = 0.5 where publication_no = 1"
    change(council.settings.published_db, falsify)
    change(council.settings.build_db, falsify)
    changed_build(council)
    publish(council.settings)
    said = found(council)
    assert any("found another" in one for one in said)
    assert any(one.startswith(f"ledger published_values, publication {LA_CODE}/1: changed") for one in said)
    last = hash_chain.read(council.settings.run_record).records[-1]
    assert last["remark"] == "the published file found was not the one that the run before left"


@pytest.mark.parametrize("name", ["keep_previous", "replace", "sync"])
def test_a_run_killed_before_or_after_it_replaced_the_file_leaves_a_file_that_the_record_explains(council, name):
    """`sync` is called for the second time when the file has been replaced."""
    changed_build(council)
    kill_at(council, "publish.publication", name, 2 if name == "sync" else 1, PUBLISH)
    is_replaced = name == "sync"
    assert kinds(council)[-1] == PUBLISHES
    assert found(council) == []
    done = council.python("-c", PUBLISH)
    assert done.returncode == 0, done.stderr
    last = hash_chain.read(council.settings.run_record).records[-1]
    assert last["result"] == ("unchanged" if is_replaced else "published")
    assert ("stopped before it replaced" in last.get("remark", "")) != is_replaced
    assert found(council) == []


def test_the_file_of_before_put_back_by_hand_is_found(council):
    """It is no run killed before it replaced the file: the record has seen the new one in its place."""
    before = council.settings.published_db.read_bytes()
    changed_build(council)
    publish(council.settings)
    recorded(council.settings, council.settings.csv, lambda: [], {})
    assert found(council) == []
    council.settings.published_db.write_bytes(before)
    assert [one.split(";")[0] for one in found(council)] == ["published/children.duckdb: changed"]


def test_a_run_killed_before_the_record_leaves_neither_record_nor_change(council):
    changed_build(council)
    before = kinds(council)
    done = council.python(
        "-c",
        "import os, signal\nfrom orchestration.run_record import entries\n"
        f"entries.hash_chain.append = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n{PUBLISH}",
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert kinds(council) == before and found(council) == []


def test_figures_are_proved_from_the_deliveries_and_one_changed_value_is_found(council):
    """A value changed where only computing again can tell; every other table comes out the same."""
    change(council.settings.published_db, "update reporting.report_figures set value = value + 1 where value = 0")
    done = council.run("verify", "--rebuild")
    assert done.returncode == 1, done.stdout + done.stderr
    said = [line.split(":")[0] for line in done.stdout.splitlines() if line.startswith("DIFFERS")]
    assert said == ["DIFFERS  published/children.duckdb", "DIFFERS  table report_figures, computed again"]
    assert not list(council.data.glob(".rebuild-*"))
