"""Rules on one number, the shorthand, and numbers as printed."""

from __future__ import annotations

import pytest

from orchestration.disclosure import LEGEND, cell_symbols
from orchestration.disclosure.direction import direction
from orchestration.disclosure.rounding import half_up
from orchestration.disclosure.rules import Quantity, averages_held_back, is_share_too_narrow, is_small, primary


def quantity(side: str, indicator: str = "referrals_to_assessment") -> Quantity:
    return Quantity(indicator, "all", side, "month", "2020-12-31")


@pytest.mark.parametrize(("value", "small"), [(0, False), (1, True), (5, True), (6, False), (0.8, True), (None, False)])
def test_one_to_five_is_small_and_zero_is_not(value: float | None, small: bool) -> None:
    assert is_small(value) is small


@pytest.mark.parametrize(
    ("number", "base", "closed"),
    [
        (3, 462, "N"),  # 0.6% of 462 is 3
        (459, 462, "N"),  # 99.4% of 462: 3 were not in time
        (456, 462, ""),
        (0, 462, ""),
        (462, 462, ""),
        (0, 3, "D"),  # zero stays, of how many does not
        (2, 3, "ND"),
    ],
)
def test_a_number_and_what_is_left_of_its_base(number: int, base: int, closed: str) -> None:
    values = {quantity("N"): number, quantity("D"): base, quantity("C"): base - number}
    assert {one.side for one in primary(values)} == set(closed)


def test_one_workers_caseload_and_a_small_team_are_held_back() -> None:
    largest = quantity("N", "caseload_maximum")
    assert primary({largest: 31}) == {largest}
    assert primary({quantity("D", "caseload_average"): 5.5}) == {quantity("A", "caseload_average")}
    assert primary({quantity("D", "caseload_average"): 6.0}) == set()


def test_four_agency_workers_hide_their_share_of_the_hours() -> None:
    head = quantity("N", "agency_staff_headcount")
    assert quantity("N", "agency_staff") in primary({head: 4, quantity("N", "agency_staff"): 6.2})
    assert primary({head: 19, quantity("N", "agency_staff"): 19.0}) == set()


def test_an_average_moves_on_by_six_children_or_not_at_all() -> None:
    series = [("04", 1, 300), ("05", 1, 300), ("07", 6, 2400), ("08", 6, 2400), ("09", 9, 3600), ("10", 12, 4800)]
    # 6 children at 400.0 and 9 at 400.0 would give the days of the three between; 12 are six more than the 6 printed.
    assert averages_held_back(series) == {"04", "05", "09"}
    # The same children with other days: one child's record was put right.
    assert averages_held_back([("07", 6, 2400), ("08", 6, 2430)]) == {"08"}
    assert averages_held_back([("05", 0, 0)]) == set()


@pytest.mark.parametrize(("percent", "narrow"), [(0, False), (1.2, True), (2.0, False), (98.9, True), (100, False)])
def test_a_share_of_nobody_knows_how_many(percent: float, narrow: bool) -> None:
    assert is_share_too_narrow(percent) is narrow


def test_symbols_follow_the_status_of_the_value() -> None:
    assert cell_symbols("reported") == ()
    assert cell_symbols("no_cases") == ("z",)
    assert {cell_symbols(one) for one in ("not_collected", "source_missing", "population_missing")} == {("x",)}
    assert cell_symbols("reported", is_provisional=True, is_revised=True, is_break=True) == ("p", "r", "b")
    assert cell_symbols("reported", rounds_to_zero=True, is_provisional=True) == ("low", "p")
    assert cell_symbols("reported", is_confidential=True, is_revised=True, rounds_to_zero=True) == ("c",)
    with pytest.raises(ValueError, match="unknown value status"):
        cell_symbols("guessed")
    assert set(LEGEND) == {"c", "z", "x", "low", "p", "r", "b"}


def test_halves_round_up() -> None:
    assert half_up(1, 16, 100, 1) == "6.3"
    assert half_up(2120, 57522, 10000, 1) == "368.6"
    assert half_up(3, 462, 100, 2) == "0.65"


def test_direction_is_that_of_the_public_numbers() -> None:
    row = {
        "month_before": "20.0%", "this_month": "21.0%", "dot": "down", "dot_reason": "rose from 20.0% to 21.0%",
        "is_low_good": True, "what_is_good": "low is good",
    }  # fmt: skip
    now = ("21.0%", 21.0)
    assert direction(row, ("20.0%", 20.0), now) == ("down", "rose from 20.0% to 21.0%")
    assert direction(row, ("22.0%", 22.0), now) == ("up", "fell from 22.0% to 21.0%, low is good")
    assert direction(row, now, now) == ("none", "unchanged at 21.0%")
    assert direction(row, ("z", None), now) == ("n.a.", "no two figures to compare")
    broken = {**row, "dot": "n.a.", "dot_reason": "series break"}
    assert direction(broken, ("22.0%", 22.0), now) == ("n.a.", "series break")
    info = {**row, "is_low_good": False, "what_is_good": None}
    assert direction(info, ("22.0%", 22.0), now) == ("down", "fell from 22.0% to 21.0%")
