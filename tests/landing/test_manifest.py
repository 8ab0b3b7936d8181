"""A manifest that does not fit is refused with every reason, before any file is opened."""

import json
from copy import deepcopy

import pytest

from orchestration.landing.manifest import ManifestRefused, manifest_reasons, read_manifest

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


def with_table(**keys):
    return changed(tables=[{**GOOD["tables"][0], **keys}])


def test_a_good_manifest_has_no_reasons_against_it():
    assert manifest_reasons(GOOD, *FOLDER) == []


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        ([], "is not a JSON object"),
        (changed(contract_version=2), "contract_version is not 1"),
        (changed(contract_version=True), "contract_version is not 1"),
        (changed(la_code="e09999999"), "la_code is not a letter and eight digits"),
        (changed(la_code="E08000000"), "la_code differs from its folder"),
        (changed(month_end="2020-12-30"), "month_end is not the last day of a month"),
        (changed(month_end="2020-11-30"), "month_end differs from its folder"),
        (changed(month_end="20201231"), "month_end is not the last day of a month"),
        (changed(extract_date="2020-12-30"), "extract_date lies before month_end"),
        (changed(extract_date="soon"), "extract_date is not an ISO date"),
        (changed(delivery=0), "delivery is not a whole number from 1"),
        (changed(delivery=2), "delivery differs from its folder"),
        (changed(source_system=""), "source_system is empty"),
        (changed(note="x"), "the manifest has an unknown key: note"),
        (changed(tables=[]), "tables is not a list of at least one table"),
        (changed(tables=GOOD["tables"] * 2), "tables: a name stands twice"),
        (with_table(name="ssd_secrets"), "table 1: name is not a table of the contract"),
        (with_table(file="../ssd_contacts.csv"), "table 1: file is not a plain name"),
        (with_table(file="a*.csv"), "table 1: file is not a plain name"),
        (with_table(file="/etc/passwd"), "table 1: file is not a plain name"),
        (with_table(file="contacts.txt"), "table 1: file is not a plain name"),
        (with_table(file=["contacts.csv"]), "table 1: file is not a plain name"),
        (with_table(file="contacts.xlsx"), "table 1: a spreadsheet is accepted for trackers only"),
        (with_table(rows=-1), "table 1: rows is not a whole number from 0"),
        (with_table(rows="3"), "table 1: rows is not a whole number from 0"),
        (with_table(sha256="A" * 64), "table 1: sha256 is not 64 lower-case hexadecimal digits"),
    ],
)
def test_what_does_not_fit_is_named(found, reason):
    assert any(one.startswith(reason) for one in manifest_reasons(found, *FOLDER))


def test_a_missing_key_is_named():
    found = {key: value for key, value in GOOD.items() if key != "extract_date"}
    assert manifest_reasons(found, *FOLDER) == ["the manifest lacks the key extract_date"]


def test_all_reasons_are_listed_at_once():
    assert len(manifest_reasons(changed(delivery=0, contract_version=9, la_code="X"), *FOLDER)) >= 4


@pytest.mark.parametrize("content", ["{", '{"delivery": 1, "delivery": 2}', "[" * 100_000])
def test_what_is_not_proper_json_is_refused(tmp_path, content):
    folder = tmp_path.joinpath(*FOLDER)
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text(content)
    with pytest.raises(ManifestRefused) as refusal:
        read_manifest(folder)
    assert refusal.value.reasons == ["is not JSON in UTF-8 with each key once"]


def test_a_good_manifest_is_read(tmp_path):
    folder = tmp_path.joinpath(*FOLDER)
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text(json.dumps(GOOD))
    assert read_manifest(folder).delivery_id == "E09999999/2020-12-31/1"
