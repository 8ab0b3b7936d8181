"""The shorthand of the public edition and its words; pure, for every renderer alike.

Belongs here: which symbol a cell gets. Does not belong: the choice of cells to hold back (suppress.py).
"""

from __future__ import annotations

from orchestration.common.errors import NotPossible

LEGEND = {
    "c": "confidential: a number of 1 to 5, or a number from which one could be worked out",
    "z": "not applicable: there was nothing to count or to divide by",
    "x": "not available: not collected, or not delivered",
    "low": "rounds to zero, but is not zero",
    "p": "provisional: this month may still be counted again",
    "r": "revised since an earlier public issue",
    "b": "break in the series: not comparable with the periods before",
}

# Parts of the restricted edition that the public one leaves out whole: first and later numbers side by side, rows
# refused, episodes repaired, differences between figures.
LEFT_OUT = ("work-due", "revised", "quality", "checks", "contradictions")

_NO_VALUE = {"no_cases": "z", "not_collected": "x", "source_missing": "x", "population_missing": "x"}


def cell_symbols(
    value_status: str,
    *,
    is_confidential: bool = False,
    rounds_to_zero: bool = False,
    is_provisional: bool = False,
    is_revised: bool = False,
    is_break: bool = False,
) -> tuple[str, ...]:
    """Symbols of one cell, in the order they are printed; empty for a plain number.

    `c`, `z`, `x` and `low` stand in place of the number, `p`, `r` and `b` behind it. A cell that is held back gets
    no other symbol than `c`, so that nothing is said about the number. ValueError for a status nobody knows.
    """
    if is_confidential:
        return ("c",)
    if value_status in _NO_VALUE:
        return (_NO_VALUE[value_status],)
    if value_status != "reported":
        raise NotPossible(f"unknown value status: {value_status}; give it a symbol in {__name__}")
    behind = (("p", is_provisional), ("r", is_revised), ("b", is_break))
    return (("low",) if rounds_to_zero else ()) + tuple(symbol for symbol, holds in behind if holds)


def instead_of_number(symbols: tuple[str, ...]) -> str | None:
    """The symbol that is printed in place of the number, or None when the number is printed."""
    return next((symbol for symbol in symbols if symbol in ("c", "z", "x", "low")), None)
