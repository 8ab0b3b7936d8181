"""An untidy delivery lands: what the contract allows is read, what may not be guessed is refused row by row."""

from __future__ import annotations

import pytest

from tests.faults.untidy_deliveries import CASES

KEPT = {
    "ssd_contacts": "select contact_id, child_id, received_on::varchar, source_code from staging.stg_contacts",
    "lcs_foster_households": "select household_id, approved_on::varchar, deregistered_on::varchar "
    "from staging.stg_foster_households",
    "ssd_cp_visits": "select visit_id, child_id, visited_on::varchar from staging.stg_cp_visits",
}
REFUSED = "select table_name, source_row, field, reason_code from reporting.refused_rows where la_code = ? order by all"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_rows_are_kept_or_refused_with_line_field_and_code(matrix, case):
    la_code = matrix.council(case.name)
    assert matrix.ask(REFUSED, la_code) == sorted(case.refused)
    for table, rows in case.kept.items():
        kept = matrix.ask(f"{KEPT[table]} where la_code = ? and refusal_reason is null order by source_row", la_code)
        assert kept == rows
    counts = matrix.ask(
        "select table_name, landed_rows, staged_rows, refused_rows from reporting.landed_rows where la_code = ?",
        la_code,
    )
    assert len(counts) >= 3
    for table, landed, staged, refused in counts:
        assert landed == staged + refused
        assert refused == sum(one[0] == table for one in case.refused)


def test_each_code_is_met(matrix):
    codes = {row[0] for row in matrix.ask("select reason_code from seeds.refusal_codes")}
    assert codes == {code for case in CASES for *_, code in case.refused}


def test_a_refused_row_tells_nothing_of_its_values(matrix):
    for mart in ("refused_rows", "intake_checks", "landed_rows"):
        assert matrix.ask(f"select count(*) from reporting.{mart}") != [(0,)]
        assert matrix.ask(f"select 1 from reporting.{mart} as mart where mart::varchar ilike '%canary%'") == []


def test_every_case_has_a_name_of_its_own():
    assert len({case.name for case in CASES}) == len(CASES)
