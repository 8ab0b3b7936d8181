"""A manifest is judged as a whole. Single things that do not fit stand in tests/faults."""

import json
from copy import deepcopy

from orchestration.landing.manifest import manifest_reasons, read_manifest

FOLDER = ("E09999999", "2020-12-31", "1")
GOOD = {
    "contract_version": 1,
    "la_code": "E09999999",
    "source_system": "test system",
    "month_end": "2020-12-31",
    "extract_date": "2021-01-06",
    "delivery": 1,
    "tables": [{"name": "ssd_contacts", "file": "ssd_contacts.csv", "rows": 3, "sha256": "a" * 64}],
}


def changed(**keys):
    return {**deepcopy(GOOD), **keys}


def test_a_good_manifest_has_no_reasons_against_it():
    assert manifest_reasons(GOOD, *FOLDER) == []


def test_a_missing_key_is_named():
    found = {key: value for key, value in GOOD.items() if key != "extract_date"}
    assert manifest_reasons(found, *FOLDER) == ["the manifest lacks the key extract_date"]


def test_all_reasons_are_listed_at_once():
    assert len(manifest_reasons(changed(delivery=0, contract_version=9, la_code="X"), *FOLDER)) >= 4


def test_a_good_manifest_is_read(tmp_path):
    folder = tmp_path.joinpath(*FOLDER)
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text(json.dumps(GOOD))
    assert read_manifest(folder).delivery_id == "E09999999/2020-12-31/1"
