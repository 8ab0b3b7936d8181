"""Small hand-made issues: what is held back, and that the attacker's arithmetic finds nothing in them."""

from __future__ import annotations

import pytest

from orchestration.disclosure import suppress
from orchestration.disclosure.feasibility import Steps, any_move
from orchestration.disclosure.figures import Figures
from orchestration.disclosure.rules import Quantity
from orchestration.disclosure.suppress import Cell, Choice, Issue, PublicIssues
from tests.disclosure.solver import Public, recovered

DECEMBER = "2020-12-31"


def issue(numbers: dict[tuple, int | tuple[int, int]], first_months: dict | None = None) -> Issue:
    """An issue of counts, and of shares where a pair is given; a cell for each, whose key is the figure's.

    Keys are (indicator, period) or (indicator, breakdown, kind, period).
    """
    figures, cells = {}, []
    for key, value in numbers.items():
        group = key if len(key) == 4 else (key[0], "all", "month", key[1])
        number, base = value if isinstance(value, tuple) else (value, None)
        figures[group] = Figures(number, base, "reported")
        sides = "N" if base is None else "ND"
        cells.append(Cell(key, frozenset(Quantity(group[0], group[1], side, *group[2:]) for side in sides)))
    return Issue(figures, tuple(cells), first_months or {})


def held(choice: Choice) -> set:
    return set(choice.primary | choice.secondary)


def enquiries(risk: int, no_risk: int, unfounded: int, unrecorded: int) -> dict:
    parts = {
        "substantiated_continuing_risk": risk, "substantiated_no_continuing_risk": no_risk,
        "not_substantiated": unfounded, "not_recorded": unrecorded,
    }  # fmt: skip
    whole = {("s47_completed", "all", "month", DECEMBER): sum(parts.values())}
    return whole | {("s47_outcomes", name, "month", DECEMBER): value for name, value in parts.items()}


def enquiries_public(numbers: dict, hidden: set) -> Public:
    public = Public(truth=dict(numbers), known=set(numbers) - hidden)
    whole, *parts = numbers
    public.equations.append({whole: -1, **dict.fromkeys(parts, 1)})
    public.sorts = {key: (1, 5) if 1 <= numbers[key] <= 5 else (6, 1000) for key in hidden}
    return public


def test_parts_of_a_whole_take_a_second_part_never_the_whole_or_a_zero() -> None:
    numbers = enquiries(60, 37, 3, 0)
    choice = PublicIssues().add(issue(numbers))
    assert choice.primary == {("s47_outcomes", "not_substantiated", "month", DECEMBER)}
    assert len(choice.secondary) == 1
    (other,) = choice.secondary
    assert numbers[other] >= 6 and other[0] == "s47_outcomes"
    small = [("s47_outcomes", "not_substantiated", "month", DECEMBER)]
    assert recovered(enquiries_public(numbers, held(choice)), small) == []
    alone = PublicIssues(with_secondary=False).add(issue(numbers))
    assert recovered(enquiries_public(numbers, held(alone)), small) == small


@pytest.mark.parametrize("small", [(1, 1), (5, 5), (5, 4), (2, 1)])
def test_two_small_parts_may_give_each_other_away(small: tuple[int, int]) -> None:
    numbers = enquiries(60, 37, *small)
    choice = PublicIssues().add(issue(numbers))
    public = enquiries_public(numbers, held(choice))
    assert recovered(public, sorted(choice.primary)) == []
    # 1 + 1 and 5 + 5 are the only ways to 2 and to 10 by two small numbers; 9 and 3 can be made in two ways.
    assert bool(choice.secondary) == (small in ((1, 1), (5, 5)))


def months_of(name: str, values: dict[str, int], year_to_date: dict[str, int]) -> list[Issue]:
    """One issue a month: the months so far and the year to date of the last."""
    issues, printed = [], {}
    for period, value in values.items():
        printed[name, period] = value
        year = {(name, "all", "ytd", period): year_to_date[period]}
        issues.append(issue(printed | year, {(name, period): "2020-04-30"}))
    return issues


def test_year_to_date_less_the_months_gives_nothing() -> None:
    values = {"2020-04-30": 20, "2020-05-31": 13, "2020-06-30": 3, "2020-07-31": 9, "2020-08-31": 22}
    sums = {"2020-04-30": 20, "2020-05-31": 33, "2020-06-30": 36, "2020-07-31": 45, "2020-08-31": 67}
    public, everything = Public(), PublicIssues()
    for one in months_of("cse_referrals", values, sums):
        choice = everything.add(one)
        for cell in one.cells:
            (quantity,) = cell.shows
            public.truth[quantity] = round(choice.figures[quantity.indicator, "all", *quantity[3:]].numerator)
            if cell.key not in held(choice):
                public.known.add(quantity)
    for last in sums:
        year = Quantity("cse_referrals", "all", "N", "ytd", last)
        public.equations.append(
            {year: -1, **{one: 1 for one in public.truth if one.kind == "month" and one.period <= last}}
        )
    public.sorts = {one: (1, 5) if value <= 5 else (6, 1000) for one, value in public.truth.items()}
    june = Quantity("cse_referrals", "all", "N", "month", "2020-06-30")
    assert recovered(public, [june]) == []
    # With every year to date printed June would be 36 - 33.
    public.known |= {one for one in public.truth if one.kind == "ytd"}
    assert recovered(public, [june]) == [june]


def test_the_year_to_date_adds_up_the_months_as_the_public_has_them() -> None:
    """April was 205; in May one more is known, and the year to date is 206 + 150. The public edition prints 355."""
    april, may = "2020-04-30", "2020-05-31"
    everything = PublicIssues()
    year = {("s47_started", one): april for one in (april, may)}
    everything.add(issue({("s47_started", april): 205, ("s47_started", "all", "ytd", april): 205}, year))
    choice = everything.add(
        issue({("s47_started", april): 206, ("s47_started", may): 150, ("s47_started", "all", "ytd", may): 356}, year)
    )
    assert choice.figures["s47_started", "all", "month", april].numerator == 205
    assert choice.figures["s47_started", "all", "ytd", may].numerator == 355


def test_a_stock_is_held_back_when_it_would_give_the_flow() -> None:
    """147 households become 150 with nobody deregistered: 3 were approved."""
    numbers = {
        ("foster_households", "2020-03-31"): 147, ("foster_households", "2020-04-30"): 150,
        ("foster_households_approved", "2020-04-30"): 3, ("foster_households_deregistered", "2020-04-30"): 0,
    }  # fmt: skip
    choice = PublicIssues().add(issue(numbers))
    assert choice.primary == {("foster_households_approved", "2020-04-30")}
    assert len(choice.secondary) == 1
    assert ("foster_households_deregistered", "2020-04-30") not in held(choice)


def test_two_flows_may_stay_hidden_beside_their_stock() -> None:
    numbers = {
        ("foster_households", "2020-03-31"): 147, ("foster_households", "2020-04-30"): 147,
        ("foster_households_approved", "2020-04-30"): 3, ("foster_households_deregistered", "2020-04-30"): 3,
    }  # fmt: skip
    choice = PublicIssues().add(issue(numbers))
    assert not choice.secondary


def test_a_number_shared_by_two_indicators_is_hidden_in_both() -> None:
    numbers = {("adoptions", DECEMBER): 2, ("looked_after_adopted", DECEMBER): (2, 14)}
    assert held(PublicIssues().add(issue(numbers))) == set(numbers)


def test_what_was_held_back_once_is_never_printed() -> None:
    everything = PublicIssues()
    everything.add(issue({("cse_referrals", DECEMBER): 5}))
    assert held(everything.add(issue({("cse_referrals", DECEMBER): 8}))) == {("cse_referrals", DECEMBER)}


@pytest.mark.parametrize(
    ("then", "now", "shown", "is_revised"),
    [
        (205, 206, 205, False),  # one child recorded late
        (205, 211, 211, True),
        (205, 205, 205, False),
        (9, 3, 9, False),  # printed already: the new number would be small
    ],
)
def test_a_rerun_changes_the_public_number_by_six_or_not_at_all(
    then: int, now: int, shown: int, is_revised: bool
) -> None:
    everything, key = PublicIssues(), ("s47_started", "2020-11-30")
    everything.add(issue({key: then}))
    choice = everything.add(issue({key: now}))
    assert choice.figures["s47_started", "all", "month", "2020-11-30"].numerator == shown
    assert bool(choice.revised) is is_revised


def test_a_family_is_printed_anew_as_a_whole() -> None:
    """Total + 9, one source + 7, another + 2: with the first two printed the third would follow."""
    police, health = (("contacts_by_source", name, "month", "2020-11-30") for name in ("police", "health_services"))
    total = ("contacts_social_care", "all", "month", "2020-11-30")
    everything = PublicIssues()
    everything.add(issue({total: 400, police: (50, 200), health: (60, 200)}))
    held_still = everything.add(issue({total: 409, police: (50, 207), health: (60, 202)}))
    assert not held_still.revised and held_still.figures[total].numerator == 400
    moved = everything.add(issue({total: 413, police: (50, 207), health: (60, 206)}))
    assert moved.revised == {total, police, health}


def test_later_issues_leave_earlier_choices_as_they_were() -> None:
    values = {"2020-04-30": 20, "2020-05-31": 13, "2020-06-30": 3, "2020-07-31": 9}
    sums = {"2020-04-30": 20, "2020-05-31": 33, "2020-06-30": 36, "2020-07-31": 45}
    issues = months_of("cse_referrals", values, sums)
    first, second = PublicIssues(), PublicIssues()
    assert [first.add(one) for one in issues[:3]] == [second.add(one) for one in issues][:3]


def test_where_the_search_ends_first_rows_that_hang_together_are_held_back_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of the enquiries nothing is printed, zero included; referrals, which no equation ties to them, are."""
    monkeypatch.setattr(suppress, "ALL_SHORT", 0)
    monkeypatch.setattr(suppress, "ALL_LONG", 0)
    numbers = enquiries(60, 37, 3, 0)
    everything = PublicIssues()
    choice = everything.add(issue({**numbers, ("cse_referrals", DECEMBER): 20}))
    assert choice.whole == set(numbers)
    assert not choice.primary and not choice.secondary
    monkeypatch.undo()
    later = everything.add(issue({**numbers, ("cse_referrals", DECEMBER): 20}))
    assert not later.whole
    assert held(later) == set(numbers)  # once held back, never printed


def test_an_indicator_that_no_equation_ties_to_another_is_held_back_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suppress, "ALL_SHORT", 0)
    monkeypatch.setattr(suppress, "ALL_LONG", 0)
    choice = PublicIssues().add(issue({("cse_cohort", DECEMBER): 3, ("cse_referrals", DECEMBER): 20}))
    assert choice.whole == {("cse_cohort", DECEMBER)}


def test_numbers_printed_before_are_not_printed_anew_in_rows_held_back_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    everything = PublicIssues()
    before = enquiries(60, 37, 8, 9)
    assert not held(everything.add(issue(before)))
    monkeypatch.setattr(suppress, "ALL_SHORT", 0)
    monkeypatch.setattr(suppress, "ALL_LONG", 0)
    january = {(*key[:3], "2021-01-31"): number for key, number in enquiries(60, 37, 3, 6).items()}
    choice = everything.add(issue({**before, **january}))
    assert choice.whole == {*before, *january}


def test_any_move_goes_back_from_a_choice_that_does_not_hold() -> None:
    """a = b + c and b = d, where d is public: b cannot follow a, c can."""
    a, b, c, d = (Quantity(name, "all", "N", "month", DECEMBER) for name in "abcd")
    whole, same = ((-1, a), (1, b), (1, c)), ((1, b), (-1, d))
    relations = {a: [whole], b: [whole, same], c: [whole], d: [same]}
    values = {a: 20, b: 9, c: 11, d: 9}
    found = any_move(a, values, relations, lambda one: None if one == d else 1, Steps(20))
    assert found in ({a: 1, c: 1}, {a: -1, c: -1})
    assert any_move(a, values, relations, lambda one: None if one in (c, d) else 1, Steps(1000)) is None
    assert any_move(a, values, relations, lambda one: None if one == d else 1, Steps(1)) is None
