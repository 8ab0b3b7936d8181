"""A cell prints a number only where the figure it comes from is known: everything else stops the edition."""

from __future__ import annotations

import pytest

from orchestration.disclosure import PublicCell, UnknownCell
from orchestration.disclosure.figures import Figures
from orchestration.disclosure.outturns import read_outturns
from orchestration.disclosure.printed_cells import PrintedCell
from orchestration.disclosure.rounding import check_texts, number_shown
from orchestration.report.content.editions import Edition

UNITS = {"adoptions": "count", "looked_after_adopted": "percent", "looked_after": "rate_per_10k", "agency": "percent"}
MONTH = "2020-12-31"


def cell(text: str, indicator: str = "adoptions", style: str = "plain", part: str = "count", **other) -> PrintedCell:
    """A cell of December on a row of the scorecard."""
    quantity = other.pop("quantity", "numerator")
    group = (indicator, other.pop("breakdown", "all"), other.pop("kind", "month"), other.pop("period", MONTH))
    key = ("scorecard", indicator, other.pop("column", "this_month"))
    return PrintedCell(key, group, part, quantity, style, 1, text, "reported")


FIGURES = {
    ("adoptions", "all", "month", MONTH): Figures(4, None, "reported"),
    ("looked_after_adopted", "all", "month", MONTH): Figures(4, 32, "reported"),
    ("looked_after", "all", "month", MONTH): Figures(615, None, "reported", 57522),
    ("agency", "all", "month", MONTH): Figures(0, 0, "no_cases"),
}


@pytest.mark.parametrize(
    "good",
    [
        cell("4"),
        cell("12.5%", "looked_after_adopted", quantity="value", part="percent"),
        cell("4 of 32", "looked_after_adopted", "of"),
        cell("of 32", "looked_after_adopted", quantity="denominator", part="denominator"),
        cell("4 of 32 12.5%", "looked_after_adopted", "of_with_share"),
        cell("12.5% (4)", "looked_after_adopted", "brackets", "percent", quantity="value"),
        cell("12.5% (4)", "looked_after_adopted", "brackets"),
        cell("106.9", "looked_after", part="rate", quantity="value"),  # 615 of 57522 is 106.916 in 10,000
        cell("0 of 0 -", "agency", "of_with_share"),
        cell("- (0)", "agency", "brackets", "percent", quantity="value"),
        cell("-", breakdown="every"),
        cell("7", kind="annual", period="2018/19"),
        cell("686.6", "looked_after", kind="benchmark", period="SN AVE"),
    ],
)
def test_a_text_that_follows_from_its_figure_is_known(good: PrintedCell) -> None:
    check_texts([good], FIGURES, UNITS)


@pytest.mark.parametrize(
    "bad",
    [
        cell("4", breakdown="every"),  # the layout names a category that no figure has
        cell("4", "looked_after"),  # the layout gives the cell to a row above or below
        cell("4 of 32", "looked_after_adopted", quantity="denominator"),
        cell("12.4%", "looked_after_adopted", quantity="value", part="percent"),
        cell("12.5%", "agency", quantity="value", part="percent"),
        cell("4", kind="ytd"),
        cell("4", period="2020-11-30"),
    ],
)
def test_a_number_that_no_figure_gives_stops_the_edition(bad: PrintedCell) -> None:
    with pytest.raises(UnknownCell, match=f"row {bad.key[1]} of the scorecard, this_month: .*publish the month again"):
        check_texts([bad], FIGURES, UNITS)


def test_a_small_outturn_is_held_back_though_another_cell_of_the_year_prints_more() -> None:
    """The scorecard may print other outturns than the page: 12 on the page, 4 in the scorecard."""
    year = {"kind": "annual", "period": "2018/19"}
    found = read_outturns([cell("12", **year), cell("4", **year)], UNITS)
    assert {(one.indicator, one.side) for one in found.narrow} == {("adoptions", "N")}
    assert not read_outturns([cell("12", **year), cell("14", **year)], UNITS).narrow


def test_the_public_edition_never_falls_back_on_the_restricted_text() -> None:
    row = {"row_key": "adoptions", "this_month": "4", "national_average": "12.0%"}
    public = Edition({("scorecard", "adoptions", "this_month"): PublicCell("c", ("c",), "primary")})
    assert public.scorecard(row, "this_month") == "c"
    assert public.scorecard(row, "national_average") == "12.0%"
    with pytest.raises(KeyError):
        public.scorecard(row | {"dot": "up"}, "dot")
    with pytest.raises(KeyError):
        public.scorecard(row | {"row_key": "another"}, "this_month")


def test_a_public_cell_shows_the_number_of_its_text_and_none_where_it_is_held_back() -> None:
    """Beside the mart's 4 and 12.4 stands what the public edition prints: nothing, and 12.5."""
    row = {"row_key": "adoptions", "this_month": "4", "this_month_value": 4.0, "month_before_value": 12.4}
    row |= {"national_average": "12.0%", "national_average_value": 12.0}
    public = Edition(
        {
            ("scorecard", "adoptions", "this_month"): PublicCell("c", ("c",), "primary"),
            ("scorecard", "adoptions", "month_before"): PublicCell("12.5%", number=12.5),
        }
    )
    assert public.scorecard_value(row, "this_month") is None
    assert public.scorecard_value(row, "month_before") == 12.5
    assert public.scorecard_value(row, "national_average") == 12.0
    assert Edition().scorecard_value(row, "this_month") == 4.0
    with pytest.raises(KeyError):
        public.scorecard_value(row, "two_months_before")


@pytest.mark.parametrize(
    ("shown", "numerator", "denominator", "unit", "number"),
    [
        (cell("4"), 4, 0, "count", 4),
        (cell("4", quantity="numerator"), 3.6, 0, "count", 4),
        (cell("of 32", quantity="denominator"), 4, 32, "percent", 32),
        (cell("12.5%", quantity="value", part="percent"), 4, 32, "percent", 12.5),
        (cell("6.3%", quantity="value", part="percent"), 1, 16, "percent", 6.3),
        (cell("106.9", quantity="value", part="rate"), 615, 57522, "rate_per_10k", 106.9),
    ],
)
def test_the_number_is_rounded_as_its_text(shown: PrintedCell, numerator, denominator, unit: str, number) -> None:
    assert number_shown(shown, numerator, denominator, unit) == number
