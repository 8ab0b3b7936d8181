"""An untidy delivery lands: what the contract allows is read, a row that cannot be placed is refused alone, and what
cannot be read of another costs the field, not the row.
"""

from __future__ import annotations

import pytest

from tests.faults.untidy_deliveries import CASES

KEPT = {
    "ssd_contacts": "select contact_id, child_id, received_on::varchar, source_code from staging.stg_contacts",
    "lcs_foster_households": "select household_id, approved_on::varchar, deregistered_on::varchar "
    "from staging.stg_foster_households",
    "ssd_cp_visits": "select visit_id, child_id, visited_on::varchar from staging.stg_cp_visits",
    "ssd_cla_reviews": "select review_id, period_of_care_id, held_on::varchar from staging.stg_care_reviews",
    "ssd_cin_assessments": "select assessment_id, child_id, referral_id from staging.stg_assessments",
    "hr_posts": "select post_id, professional_id, full_time_equivalent::varchar from staging.stg_posts",
    "ssd_cp_plans": "select plan_id, child_id, is_other_authority_plan from staging.stg_cp_plans",
    "ssd_person": "select child_id, born_on::varchar from staging.stg_people",
    "epep_terms": "select record_id, term from staging.stg_education_terms",
}
UNREAD = "select table_name, field, reason_code, code from reporting.unread_attributes where la_code = ? order by all"
REFUSED = "select table_name, source_row, field, reason_code from reporting.refused_rows where la_code = ? order by all"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_rows_are_kept_or_refused_with_line_field_and_code(matrix, case):
    la_code = matrix.council(case.name)
    assert matrix.ask(REFUSED, la_code) == sorted(case.refused)
    assert matrix.ask(UNREAD, la_code) == sorted(case.unread)
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
    unread = {code for case in CASES for _, _, code, _ in case.unread}
    assert codes == {code for case in CASES for *_, code in case.refused} | unread


def test_a_refused_row_tells_nothing_of_its_values(matrix):
    for mart in ("refused_rows", "unread_attributes", "intake_checks", "landed_rows"):
        assert matrix.ask(f"select count(*) from reporting.{mart}") != [(0,)]
        assert matrix.ask(f"select 1 from reporting.{mart} as mart where mart::varchar ilike '%canary%'") == []


def test_every_case_has_a_name_of_its_own():
    assert len({case.name for case in CASES}) == len(CASES)
