"""A hostile or broken delivery is refused whole: all that is wrong is said, nothing of it lands, nothing else moves."""

from __future__ import annotations

import pytest

from orchestration.landing.contract import tables
from tests.faults.refused_deliveries import CASES


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_refused_with_file_line_and_reason(matrix, case):
    delivery = f"{matrix.council(case.name)}/2020-12-31/1"
    said = matrix.ask("select file, line, reason from raw.refused_deliveries where folder = ? order by all", delivery)
    assert said == sorted(case.problems)
    assert matrix.ask("select * from raw.deliveries where delivery_id = ?", delivery) == []
    for file, line, reason in case.problems:
        assert f"{delivery}/{file}{f', line {line}' if line else ''}: {reason}" in matrix.said


def test_nothing_of_a_refused_delivery_stands_in_any_table(matrix):
    for table in (*tables(), "delivery_tables"):
        column = "delivery_id" if table == "delivery_tables" else "_delivery_id"
        assert (
            matrix.ask(f"select 1 from raw.{table} where {column} not in (from raw.deliveries select delivery_id)")
            == []
        )


def test_only_what_the_cases_refuse_is_refused(matrix):
    refused = {row[0].split("/")[0] for row in matrix.ask("select folder from raw.refused_deliveries")}
    assert refused == {matrix.council(case.name) for case in CASES}


def test_no_reason_holds_a_value(matrix):
    assert "CANARY" not in matrix.said
    assert all(ord(" ") <= ord(character) < 127 for character in matrix.said.replace("\n", ""))


def test_the_published_file_is_as_it_was(matrix):
    before, after = matrix.published
    assert before == after


def test_no_copy_of_a_delivery_is_left(matrix):
    assert list(matrix.settings.scratch.iterdir()) == []


def test_every_case_has_a_name_of_its_own():
    assert len({case.name for case in CASES}) == len(CASES)
