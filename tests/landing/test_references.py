"""The references that the models check are those of the contract: no field is left out, none refers elsewhere."""

from __future__ import annotations

import ast
import re

from orchestration.landing.contract import tables
from tests.project import ROOT

PERIOD_OF_CARE = {
    ("ssd_cla_placement", "clap_cla_id"),
    ("ssd_cla_reviews", "clar_cla_id"),
    ("ssd_cla_visits", "clav_cla_id"),
}


def listed(macro: str) -> object:
    """What a macro of contract_references.sql returns."""
    text = (ROOT / "macros" / "contract_references.sql").read_text(encoding="utf-8")
    body = re.search(rf"macro {macro}\(\).*?return\((.*?)\) }}}}", text, re.DOTALL)[1]
    return ast.literal_eval(re.sub(r"\bnone\b", "None", body))


def test_every_reference_of_the_contract_is_checked():
    expected = {
        (table.name, field.name, field.references)
        for table in tables().values()
        for field in table.fields
        if field.references and field.is_kept
    }
    found = [(table, field, to) for table, field, *_, to in listed("contract_references")]
    assert len(found) == len(set(found))
    assert {one for one in found if one[:2] not in PERIOD_OF_CARE} == expected
    assert {one for one in found if one[:2] in PERIOD_OF_CARE} == {(*one, "ssd_cla_episodes") for one in PERIOD_OF_CARE}


def test_every_table_referred_to_has_its_key():
    keys = listed("referenced_keys")
    assert keys.keys() == {to for *_, to in listed("contract_references")}
    for table, (model, key) in keys.items():
        assert model or next(field.name for field in tables()[table].fields if field.is_key) == key
