"""What the sensor asks for: whole deliveries, the oldest month first, and failed runs again, but not for ever."""

import json
import time
from datetime import UTC, datetime
from types import SimpleNamespace

import dagster as dg
import pytest
from dagster._core.test_utils import create_run_for_test, freeze_time

from orchestration.common import settings
from orchestration.defs import sensor_memory, sensors
from orchestration.defs.jobs import JOB_NAME, monthly_report
from orchestration.defs.schedules import NO_DELIVERY
from orchestration.defs.sensors import STATE, WAITS, delivery_sensor
from orchestration.landing.pending import complete_deliveries
from orchestration.run_record import hash_chain
from tests.landing.small_deliveries import LA_CODE, write_council, write_tables

FROM, TO = "dagster/asset_partition_range_start", "dagster/asset_partition_range_end"
OTHER = "E09999998"
MINUTE = 60


class Watched:
    """An installation that the sensor looks at once a minute; its runs are played."""

    def __init__(self, data, instance, monkeypatch):
        self.settings = settings.load({"CHILDREN_DATA": str(data)})
        self.instance, self.cursor, self.later = instance, None, 0
        self.published = {}
        self.rules = "code 1"
        self.sensor = delivery_sensor(self.settings, monthly_report())
        monkeypatch.setattr(sensors, "published_deliveries", lambda path: self.published)
        monkeypatch.setattr(sensors, "time", SimpleNamespace(time=lambda: time.time() + self.later))
        monkeypatch.setattr(sensor_memory, "read_code_version", lambda: self.rules)

    def look(self):
        """Run the sensor once, a minute after its last run; returns what it asks for, or why it asks for nothing."""
        self.later += MINUTE
        result = self.sensor(dg.build_sensor_context(instance=self.instance, cursor=self.cursor))
        if isinstance(result, dg.SkipReason):
            return result.skip_message
        self.cursor = result.cursor
        if result.skip_reason:
            return result.skip_reason.skip_message
        [request] = result.run_requests
        return request

    def asked(self):
        """The request of the next looks, of which the first may only look."""
        first = self.look()
        return self.look() if isinstance(first, str) else first

    def months(self, request):
        return request.tags[FROM][:7], request.tags[TO][:7]

    def fails(self, request, status=dg.DagsterRunStatus.STARTED):
        run = create_run_for_test(self.instance, JOB_NAME, tags=dict(request.tags), status=status)
        if status == dg.DagsterRunStatus.STARTED:
            with freeze_time(datetime.fromtimestamp(time.time() + self.later, UTC)):
                self.instance.report_run_failed(run)
        return run

    def succeeds(self, request, held_back=(), refused=()):
        """Lands and publishes what stands there now, but for what is named."""
        run = create_run_for_test(self.instance, JOB_NAME, tags=dict(request.tags), status=dg.DagsterRunStatus.SUCCESS)
        landed = [one for one in complete_deliveries(self.settings.landing) if one.delivery_id not in refused]
        facts = {
            "asked": {"run": run.run_id},
            "deliveries": {one.delivery_id: one.manifest_sha256 for one in landed},
            "held_back": list(held_back),
        }
        hash_chain.append(self.settings.run_record, "publishes", facts)
        month = request.tags[TO][:7]
        of_council = {
            one.la_code: one for one in landed if one.delivery_id not in held_back and f"{one.month_end:%Y-%m}" <= month
        }
        self.published = {one.delivery_id: one.manifest_sha256 for one in of_council.values()}


@pytest.fixture
def watched(tmp_path, monkeypatch):
    with dg.DagsterInstance.ephemeral() as instance:
        yield Watched(tmp_path / "data", instance, monkeypatch)


def test_a_first_day_with_seven_deliveries_is_caught_up_month_by_month(watched):
    assert watched.look() == NO_DELIVERY
    write_council(watched.settings.landing, "2020-06", "2020-12")
    asked = []
    for _ in range(7):
        request = watched.asked()
        config = request.run_config["ops"]["landed_deliveries"]["config"]["as_known"]
        asked.append((*watched.months(request), config))
        watched.succeeds(request)
    assert asked == [
        ("2020-04", "2020-06", "own_month"),
        ("2020-05", "2020-07", "own_month"),
        ("2020-06", "2020-08", "own_month"),
        ("2020-07", "2020-09", "own_month"),
        ("2020-08", "2020-10", "own_month"),
        ("2020-09", "2020-11", "own_month"),
        ("2020-10", "2020-12", "newest"),
    ]
    assert watched.look() == watched.look() == "Every complete delivery has had its run."


def test_nothing_is_asked_while_a_run_starts_or_is_under_way(watched):
    write_council(watched.settings.landing, "2020-11", "2020-12")
    request = watched.asked()
    for status in (dg.DagsterRunStatus.STARTING, dg.DagsterRunStatus.STARTED):
        run = create_run_for_test(watched.instance, JOB_NAME, tags=dict(request.tags), status=status)
        assert "A run is under way" in watched.look()
        watched.instance.delete_run(run.run_id)


def test_a_run_that_was_killed_before_it_started_keeps_nothing_waiting(watched):
    write_council(watched.settings.landing, "2020-12", "2020-12")
    create_run_for_test(watched.instance, JOB_NAME, status=dg.DagsterRunStatus.NOT_STARTED)
    assert watched.months(watched.asked()) == ("2020-10", "2020-12")


def test_a_failed_run_is_asked_for_again_after_a_while_but_not_for_ever(watched):
    write_council(watched.settings.landing, "2020-12", "2020-12")
    request = watched.asked()
    assert watched.months(request) == ("2020-10", "2020-12")
    keys = {request.run_key}
    for number, wait in enumerate(WAITS, start=1):
        watched.fails(request)
        assert f"2020-12: its run failed ({number} of 4) and is asked for again at" in watched.look()
        watched.later += wait
        request = watched.look()
        assert request.tags["delivery_attempt"] == f"{number + 1} of 4"
        keys.add(request.run_key)
    assert len(keys) == 4
    watched.fails(request)
    watched.later += 10**6
    assert "its run failed 4 times; it is asked for again when files, manifest, seeds" in watched.look()


def test_an_acceptance_or_any_other_seed_or_model_has_a_failed_run_asked_for_at_once(watched):
    write_council(watched.settings.landing, "2020-12", "2020-12")
    for number in range(1, 6):
        request = watched.asked()
        watched.fails(request)
        assert "(1 of 4)" in watched.look()
        watched.rules = f"code 1, and {number} acceptances"


def test_a_setting_that_changed_has_a_failed_run_asked_for_at_once(watched):
    write_council(watched.settings.landing, "2020-12", "2020-12")
    watched.fails(watched.asked())
    assert "(1 of 4)" in watched.look()
    changed = settings.load({"CHILDREN_DATA": str(watched.settings.data), "CHILDREN_RERUN_MONTHS": "5"})
    watched.sensor = delivery_sensor(changed, monthly_report())
    assert watched.months(watched.look()) == ("2020-07", "2020-12")


def test_files_that_were_put_right_have_a_failed_run_asked_for_again(watched):
    folder = write_tables(watched.settings.landing, {"ssd_person": []})
    whole = (folder / "ssd_person.csv").read_bytes()
    (folder / "ssd_person.csv").write_bytes(whole[:20])
    for _ in range(20):
        if not isinstance(request := watched.look(), str):
            break
    watched.fails(request)
    assert "(1 of 4)" in watched.look()
    (folder / "ssd_person.csv").write_bytes(whole)
    assert not isinstance(watched.asked(), str)


def test_a_manifest_that_was_put_right_has_a_failed_run_asked_for_again(watched):
    folder = write_tables(watched.settings.landing, {"ssd_person": []})
    watched.fails(watched.asked())
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1))
    assert not isinstance(watched.asked(), str)


def test_a_later_delivery_that_was_put_right_has_the_run_of_an_earlier_month_asked_for_again(watched):
    write_council(watched.settings.landing, "2020-11", "2020-11")
    folder = write_tables(watched.settings.landing, {"ssd_person": []})
    watched.fails(watched.asked())
    assert "2020-11: its run failed (1 of 4)" in watched.look()
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1))
    assert watched.months(watched.asked())[1] == "2020-11"


def test_a_file_touched_but_not_changed_is_the_same_state(watched):
    folder = write_tables(watched.settings.landing, {"ssd_person": []})
    watched.fails(watched.asked())
    (folder / "ssd_person.csv").touch()
    watched.look()
    assert "(1 of 4)" in watched.look()


def test_a_run_that_somebody_cancelled_is_not_asked_for_until_something_changes(watched):
    write_council(watched.settings.landing, "2020-12", "2020-12")
    watched.fails(watched.asked(), status=dg.DagsterRunStatus.CANCELED)
    watched.later += 10**6
    assert "somebody cancelled its run" in watched.look()
    watched.rules = "code 2"
    assert not isinstance(watched.look(), str)


def test_half_copied_files_wait(watched):
    folder = write_tables(watched.settings.landing, {"ssd_person": []})
    whole = (folder / "ssd_person.csv").read_bytes()
    said = f"Waits until all files are as their manifest says: {LA_CODE}/2020-12-31/1"
    for size in (10, 20, 30):
        (folder / "ssd_person.csv").write_bytes(whole[:size])
        assert watched.look().startswith(f"{said} (first look, or still changing)")
    assert watched.look().startswith(f"{said} (ssd_person.csv)")
    (folder / "ssd_person.csv").write_bytes(whole)
    assert watched.look().startswith(said)
    assert watched.months(watched.look()) == ("2020-10", "2020-12")


def test_files_that_stay_wrong_go_to_landing_which_refuses_them(watched):
    folder = write_tables(watched.settings.landing, {"ssd_person": []})
    (folder / "ssd_person.csv").write_bytes(b"cut")
    looks = [watched.look() for _ in range(17)]
    assert all(isinstance(one, str) for one in looks[:15]) and not isinstance(looks[-1], str)


def test_one_that_is_always_changing_keeps_the_others_waiting_for_15_minutes_only(watched):
    write_tables(watched.settings.landing, {"ssd_person": []}, la_code=OTHER)
    folder = write_tables(watched.settings.landing, {"ssd_person": []})
    for minute in range(1, 18):
        (folder / "ssd_person.csv").write_bytes(b"x" * minute)
        request = watched.look()
        if minute < 15:
            assert isinstance(request, str)
    assert not isinstance(request, str)
    assert watched.cursor and f"{OTHER}/2020-12-31/1" in str(json.loads(watched.cursor)["asked"])
    assert f"{LA_CODE}/2020-12-31/1" not in str(json.loads(watched.cursor)["asked"])


def test_a_month_that_failed_for_good_does_not_stop_the_later_ones(watched):
    write_council(watched.settings.landing, "2020-11", "2020-12")
    for wait in (*WAITS, 0):
        request = watched.asked()
        assert watched.months(request)[1] == "2020-11"
        watched.fails(request)
        if wait:
            assert "2020-11: its run failed" in watched.look()
        watched.later += wait
    request = watched.asked()
    assert watched.months(request)[1] == "2020-12"
    watched.fails(request)
    said = watched.look()
    assert "2020-11: its run failed 4 times" in said and "2020-12: its run failed (1 of 4)" in said


def test_a_late_correction_of_a_published_month_is_one_run_of_the_newest(watched):
    write_council(watched.settings.landing, "2020-10", "2020-12")
    for _ in range(3):
        watched.succeeds(watched.asked())
    write_tables(watched.settings.landing, {"ssd_person": []}, month="2020-10", delivery=2)
    request = watched.asked()
    assert watched.months(request) == ("2020-10", "2020-12")
    assert request.run_config["ops"]["landed_deliveries"]["config"]["as_known"] == "newest"
    watched.succeeds(request)
    watched.look()
    assert watched.look() == "Every complete delivery has had its run."


def test_what_was_held_back_or_refused_is_asked_for_again_when_something_changes(watched):
    for la_code in (LA_CODE, OTHER):
        write_council(watched.settings.landing, "2020-12", "2020-12", la_code=la_code)
    doubted = f"{OTHER}/2020-12-31/1"
    for outcome in ({"held_back": [doubted]}, {"refused": [doubted]}, {}):
        request = watched.asked()
        assert watched.months(request)[1] == "2020-12"
        watched.succeeds(request, **outcome)
        for said in (watched.look(), watched.look()):
            assert (doubted in said) is bool(outcome) and said.startswith("Every complete delivery has had its run.")
        watched.rules += ", and another acceptance"


def test_a_refused_delivery_that_a_later_number_replaces_is_done_with(watched):
    write_council(watched.settings.landing, "2020-12", "2020-12")
    write_tables(watched.settings.landing, {"ssd_person": []}, delivery=2)
    watched.succeeds(watched.asked(), refused=[f"{LA_CODE}/2020-12-31/1"])
    watched.rules = "code 2"
    watched.look()
    assert watched.look() == "Every complete delivery has had its run."


def test_a_cursor_of_an_earlier_version_knew_what_was_asked_for_and_not_what_was_done(watched):
    write_council(watched.settings.landing, "2020-11", "2020-12")
    november, december = complete_deliveries(watched.settings.landing)
    watched.cursor = json.dumps([november.run_key, december.run_key])
    watched.published = {november.delivery_id: november.manifest_sha256}
    assert watched.months(watched.asked())[1] == "2020-12"


def test_the_state_is_the_tag_that_a_run_is_found_by(watched):
    write_council(watched.settings.landing, "2020-12", "2020-12")
    request = watched.asked()
    assert request.run_key == f"{request.tags[STATE]}/1"
