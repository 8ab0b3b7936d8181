"""A delivery that differs from the last published one is doubted: warned about, or not published until accepted."""

from __future__ import annotations

import dagster as dg
import pytest

from orchestration.build.held_deliveries import in_doubt
from orchestration.defs.asset_checks import intake_check
from tests.faults.doubtful_deliveries import CASES

OF_SEEDS = (
    "population_missing",
    "population_old",
    "benchmarks_old",
    "terms_missing",
    "terms_unknown",
    "terms_assumed",
    "rules_ended",
    "facts_ended",
    "teams_without_group",
)
"""Checks of what the seeds hold of a council, not of its delivery; unit tests try them (_unit_tests_seeds.yml)."""
FOUND = f"""
select check_id, table_name, result, measured from reporting.intake_checks
where la_code = ? and result <> 'passed' and check_id not in {OF_SEEDS} order by all
"""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_exactly_these_checks_do_not_pass(matrix, case):
    found = matrix.ask(FOUND, matrix.council(case.name))
    assert [(*one[:3], pytest.approx(one[3])) for one in sorted(case.found)] == found


def test_each_check_warns_and_each_that_can_fail_does(matrix):
    thresholds = matrix.ask(
        f"select check_id, fail_above is not null from seeds.intake_thresholds where check_id not in {OF_SEEDS}"
    )
    expected = {(check, "warned") for check, _ in thresholds} | {
        (check, "failed") for check, fails in thresholds if fails
    }
    assert {(check, result) for case in CASES for check, _, result, _ in case.found} == expected


def test_an_accepted_failure_says_who_and_why(matrix):
    reasons = matrix.ask(
        "select reason from reporting.intake_checks "
        f"where la_code = ? and result = 'warned' and check_id not in {OF_SEEDS}",
        matrix.council("accepted_by_somebody"),
    )
    assert reasons == [("accepted by data engineer: archived",)]


def test_a_first_delivery_is_compared_with_nothing(matrix):
    checks = matrix.ask(
        f"select distinct check_id from reporting.intake_checks where la_code = ? and check_id not in {OF_SEEDS}",
        matrix.council("nothing_untidy"),
    )
    assert {row[0] for row in checks} == {
        "attributes_unread",
        "days_to_extract",
        "dates_after_extract",
        "ids_repeated",
        "referred_to_nothing",
        "rows_refused",
        "unknown_columns",
    }


def test_a_failed_check_blocks_and_names_the_delivery(matrix):
    found = in_doubt(matrix.con)
    delivery = f"{matrix.council('half_the_rows_lost')}/2020-12-31/1"
    assert any(
        line.startswith(f"{delivery}: rows_lost ssd_contacts 51% of 100 (fails above 50%). A snapshot holds")
        for line in found["failed"]
    )
    of_pairs = {matrix.council(case.name) for case in CASES}
    assert sum(line[:9] in of_pairs for line in found["failed"]) == sum(
        result == "failed" for case in CASES for _, _, result, _ in case.found
    )
    check = intake_check()
    assert all(spec.blocking for spec in check.check_specs)
    result = check(settings=matrix.settings)
    assert (result.passed, result.severity) == (False, dg.AssetCheckSeverity.ERROR)
    assert "seeds/intake_acceptances.csv" in result.description
    assert str(matrix.settings.build_db) in result.description


@pytest.mark.parametrize(
    ("case", "says"),
    [
        (
            "all_rows_of_a_small_table_refused",
            "rows_refused ssd_contacts 100% of 42 (fails above 30%): most often cont_contact_date: not a date (42",
        ),
        (
            "many_rows_refused",
            "rows_refused ssd_contacts 31% of 100 (fails above 30%): most often cont_contact_date: not a date",
        ),
        ("ids_of_another_column", "ids_repeated ssd_contacts 20% of 100 (fails above 10%): most often "),
        ("extracted_late", "days_to_extract all 22 days (warns above 21)."),
        ("a_new_column", "unknown_columns ssd_contacts 1 columns (warns above 0)."),
        ("table_left_out", "table_left_out ssd_cp_plans 1 tables (warns above 0)."),
    ],
)
def test_a_finding_names_table_measure_value_and_threshold(matrix, case, says):
    found = in_doubt(matrix.con)
    delivery = f"{matrix.council(case)}/2020-12-31/1"
    assert any(line.startswith(f"{delivery}: {says}") for line in (*found["failed"], *found["warned"]))
