"""Deliveries land whole or not at all, once, and one council's fault does not hold up another's."""

import json

import pytest

from orchestration.landing.problems import DeliveryRefused
from tests.landing.small_deliveries import LA_CODE, write_council, write_tables

CONTACT = {"cont_contact_id": "C1", "cont_person_id": "SECRETCHILD"}


def deliveries(place):
    return [row[0] for row in place.con.execute("select delivery_id from raw.deliveries order by 1").fetchall()]


def refusals(place):
    return place.con.execute("select folder, file, line, reason from raw.refused_deliveries order by all").fetchall()


def test_a_delivery_lands_with_its_provenance(place):
    write_tables(place.landing, {"ssd_contacts": [CONTACT]})
    assert place.land().landed[0].rows == 1
    assert place.con.execute(
        "select _delivery_id, _la_code, _file, _row, cont_contact_id from raw.ssd_contacts"
    ).fetchone() == (f"{LA_CODE}/2020-12-31/1", LA_CODE, "ssd_contacts.csv", 2, "C1")
    assert place.con.execute("select extract_date::varchar, delivery from raw.deliveries").fetchone() == (
        "2021-01-06",
        1,
    )


def test_landing_again_changes_nothing(place):
    write_council(place.landing, "2020-01", "2020-03")
    place.land()
    before = place.con.execute("select count(*) from raw.ssd_contacts").fetchone()
    summary = place.land()
    assert (summary.landed, summary.unchanged, summary.refused) == ((), 3, ())
    assert place.con.execute("select count(*) from raw.ssd_contacts").fetchone() == before


def test_a_corrected_delivery_is_a_new_number_and_both_stay(place):
    write_tables(place.landing, {"ssd_contacts": [CONTACT]})
    write_tables(place.landing, {"ssd_contacts": [CONTACT, {**CONTACT, "cont_contact_id": "C2"}]}, delivery=2)
    place.land()
    assert place.con.execute("select count(*) from raw.ssd_contacts").fetchone() == (3,)


def test_an_overwritten_delivery_is_refused(place):
    folder = write_tables(place.landing, {"ssd_contacts": [CONTACT]})
    place.land()
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps({**manifest, "source_system": "another"}))
    summary = place.land()
    assert "needs a new number" in summary.refused[0].reason
    assert deliveries(place) == [f"{LA_CODE}/2020-12-31/1"]


def test_a_refused_delivery_lands_nothing_and_every_problem_is_listed(place):
    folder = write_tables(place.landing, {"ssd_contacts": [CONTACT], "ssd_person": [{}], "ssd_cp_plans": [{}]})
    (folder / "ssd_contacts.csv").unlink()
    (folder / "ssd_person.csv").write_text("changed after the manifest was written")
    summary = place.land()
    assert {(one.file, one.reason) for one in summary.refused} == {
        ("ssd_contacts.csv", "named in the manifest but is not there"),
        ("ssd_person.csv", "sha256 differs from the manifest"),
    }
    assert deliveries(place) == []
    assert place.con.execute("select count(*) from raw.ssd_cp_plans").fetchone() == (0,)


def test_other_councils_land_and_the_refusal_is_raised_at_the_end(place):
    write_tables(place.landing, {"ssd_contacts": [CONTACT]}, la_code="E01111111", delivery=1, contract_version=7)
    write_tables(place.landing, {"ssd_contacts": [CONTACT]}, la_code="E02222222")
    summary = place.land()
    assert deliveries(place) == ["E02222222/2020-12-31/1"]
    with pytest.raises(DeliveryRefused, match="E01111111/2020-12-31/1/manifest.json: contract_version is not 1"):
        summary.raise_if_blocked()


def test_a_retry_does_not_add_to_the_record_and_a_mended_delivery_lands(place):
    folder = write_tables(place.landing, {"ssd_contacts": [CONTACT]})
    content = (folder / "ssd_contacts.csv").read_bytes()
    (folder / "ssd_contacts.csv").write_bytes(content[:-4])
    place.land()
    first = refusals(place)
    place.land()
    assert refusals(place) == first != []
    (folder / "ssd_contacts.csv").write_bytes(content)
    place.land()
    assert refusals(place) == []
    assert deliveries(place) == [f"{LA_CODE}/2020-12-31/1"]


def test_a_later_delivery_of_the_month_replaces_a_refused_one(place):
    write_tables(place.landing, {"ssd_contacts": [CONTACT]}, contract_version=7)
    write_tables(place.landing, {"ssd_contacts": [CONTACT]}, delivery=2)
    summary = place.land()
    assert summary.refused
    summary.raise_if_blocked()


def test_a_folder_without_a_manifest_is_passed_by(place):
    folder = write_tables(place.landing, {"ssd_contacts": [CONTACT]})
    (folder / "manifest.json").unlink()
    assert place.land().landed == ()
    assert refusals(place) == []
