"""What the schedule and the sensor see in the landing folder, and what they ask for."""

import dagster as dg
import pytest

from orchestration import settings
from orchestration.deliveries_waiting import complete_deliveries, newest_month
from orchestration.jobs import monthly_report
from orchestration.schedules import NO_DELIVERY, monthly_schedule
from orchestration.sensors import cursor_of, delivery_sensor, unseen
from tests.landing.small_deliveries import LA_CODE, write_council, write_tables

WINDOW = {"dagster/asset_partition_range_start": "2020-10-01", "dagster/asset_partition_range_end": "2020-12-01"}


@pytest.fixture
def chosen(tmp_path):
    return settings.load({"CHILDREN_DATA": str(tmp_path)})


@pytest.fixture
def look(chosen):
    """One look of the sensor with a cursor: the result, or the reason to skip."""
    sensor = delivery_sensor(chosen, monthly_report())
    with dg.DagsterInstance.ephemeral() as instance:
        yield lambda cursor=None: sensor(dg.build_sensor_context(instance=instance, cursor=cursor))


def test_only_complete_deliveries_are_seen(chosen):
    write_council(chosen.landing, "2020-10", "2020-12")
    december = chosen.landing / LA_CODE / "2020-12-31" / "1"
    (december / "ssd_contacts.csv").unlink()
    (chosen.landing / LA_CODE / "2020-11-30" / "1" / "manifest.json").unlink()
    assert [one.delivery_id for one in complete_deliveries(chosen.landing)] == [f"{LA_CODE}/2020-10-31/1"]


def test_a_manifest_that_cannot_be_read_is_for_landing_to_refuse(chosen):
    folder = write_tables(chosen.landing, {"ssd_person": []})
    (folder / "manifest.json").write_text("{")
    assert len(complete_deliveries(chosen.landing)) == 1


def test_no_landing_folder_is_no_delivery(chosen):
    assert complete_deliveries(chosen.landing) == [] and newest_month([]) is None


def test_the_schedule_asks_for_one_run_of_the_rerun_window(chosen):
    job = monthly_report()
    schedule = monthly_schedule(chosen, job)
    assert schedule(dg.build_schedule_context()).skip_message == NO_DELIVERY
    write_council(chosen.landing, "2020-10", "2020-12")
    assert schedule(dg.build_schedule_context()).tags.items() >= WINDOW.items()


def test_the_sensor_asks_once_for_several_new_deliveries(chosen, look):
    assert look().skip_message == NO_DELIVERY
    write_council(chosen.landing, "2020-10", "2020-12")
    result = look()
    (request,) = result.run_requests
    assert request.tags.items() >= WINDOW.items()
    assert request.run_key.startswith(f"{LA_CODE}/2020-12-31/1/")
    assert look(result.cursor).skip_message == "A run was asked for every complete delivery."


def test_the_sensor_sees_a_correction(chosen, look):
    write_council(chosen.landing, "2020-12", "2020-12")
    cursor = look().cursor
    write_tables(chosen.landing, {"ssd_person": []}, delivery=2)
    (request,) = look(cursor).run_requests
    assert request.run_key.startswith(f"{LA_CODE}/2020-12-31/2/")


def test_on_the_first_look_what_is_published_and_older_is_known(chosen):
    write_council(chosen.landing, "2020-10", "2020-12")
    october, november, december = complete_deliveries(chosen.landing)
    published = {november.delivery_id: november.manifest_sha256}
    assert unseen([october, november, december], None, published) == [december]
    assert unseen([october, november], None, published) == []
    assert unseen([october, november], cursor_of([november]), published) == [october]


def test_an_overwritten_manifest_is_seen_again(chosen):
    write_council(chosen.landing, "2020-12", "2020-12")
    (december,) = complete_deliveries(chosen.landing)
    assert unseen([december], None, {december.delivery_id: "another hash"}) == [december]
