"""What the schedule and the sensor see in the landing folder, and what the schedule asks for."""

import dagster as dg
import pytest

from orchestration.common import settings
from orchestration.defs.jobs import monthly_report
from orchestration.defs.schedules import NO_DELIVERY, monthly_schedule
from orchestration.defs.sensor_memory import Memory, first_memory, need_a_run
from orchestration.landing.pending import complete_deliveries, newest_month
from tests.landing.small_deliveries import LA_CODE, write_council, write_tables

WINDOW = {"dagster/asset_partition_range_start": "2020-10-01", "dagster/asset_partition_range_end": "2020-12-01"}


@pytest.fixture
def chosen(tmp_path):
    return settings.load({"CHILDREN_DATA": str(tmp_path)})


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


def test_on_the_first_look_what_is_published_and_older_is_known(chosen):
    write_council(chosen.landing, "2020-10", "2020-12")
    october, november, december = complete_deliveries(chosen.landing)
    published = {november.delivery_id: november.manifest_sha256}
    complete = [october, november, december]
    assert need_a_run(complete, first_memory(complete, published), published) == [december]
    assert need_a_run([october, november], first_memory([october, november], published), published) == []
    assert need_a_run([october, november], Memory(known=[november.run_key]), published) == [october]


def test_an_overwritten_manifest_is_seen_again(chosen):
    write_council(chosen.landing, "2020-12", "2020-12")
    (december,) = complete_deliveries(chosen.landing)
    published = {december.delivery_id: "another hash"}
    assert need_a_run([december], first_memory([december], published), published) == [december]


def test_files_are_compared_with_their_manifest(chosen):
    folder = write_tables(chosen.landing, {"ssd_person": [], "ssd_contacts": []})
    (one,) = complete_deliveries(chosen.landing)
    before, wrong = one.contents()
    assert wrong == []
    (folder / "ssd_contacts.csv").write_text("cut")
    after, wrong = one.contents()
    assert wrong == ["ssd_contacts.csv"] and after != before
    (folder / "ssd_person.csv").unlink()
    assert one.contents()[1] == ["ssd_person.csv", "ssd_contacts.csv"]
