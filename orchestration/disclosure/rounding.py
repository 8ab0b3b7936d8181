"""Numbers as the report prints them, the same as macros/printed.sql.

Belongs here: rounding and words. Does not belong: which number is printed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from orchestration.disclosure.figures import Figures, Group
from orchestration.disclosure.printed_cells import PrintedCell, has_digit

SCALES = {"percent": 100, "rate_per_10k": 10000, "average": 1}


class UnknownCell(RuntimeError):
    """A printed number that no published figure gives: what may be said of it is not known, so the edition stops."""

    def __init__(self, cell: PrintedCell):
        where = (
            f"row {cell.key[1]} of the scorecard" if cell.key[0] == "scorecard" else f"{cell.key[2]} on {cell.key[1]}"
        )
        indicator, breakdown, kind, period = cell.group
        super().__init__(
            f"{where}, {cell.key[-1]}: its number is not that of {indicator}, {breakdown}, {kind} {period}, the figure "
            "it is said to show, so nobody knows whether it may be public. Put the indicator and breakdown of the row "
            "right in its layout and publish the month again"
        )


def check_texts(cells: Iterable[PrintedCell], figures: Mapping[Group, Figures], units: Mapping[str, str]) -> None:
    """UnknownCell unless every number of a month, term or year to date follows from the figure its cell names.

    `figures` are those of the issue that printed the cells. What is hidden is decided from figures: a cell that shows
    another number than its own would be judged by that number and print this one.
    """
    for cell in cells:
        text = _alone(cell)
        if cell.group[2] in ("annual", "benchmark") or not has_digit(text):
            continue
        known = figures.get(cell.group)
        if known is None or known.numerator is None or text != _text(cell, known, units[cell.group[0]]):
            raise UnknownCell(cell)


def _alone(cell: PrintedCell) -> str:
    """The part of a text that is the cell's own: of 12.5% (45) the share or the count."""
    if cell.style != "brackets":
        return cell.printed
    share, _, count = cell.printed.partition(" (")
    return share if cell.part == "percent" else count.rstrip(")")


def _text(cell: PrintedCell, known: Figures, unit: str) -> str | None:
    base = known.population if known.denominator is None else known.denominator
    if cell.quantity == "value" and cell.style != "of_with_share" and not base:
        return None
    return printed(cell, known.numerator, base or 0, unit)


def printed(cell: PrintedCell, numerator: float, denominator: float, unit: str) -> str:
    """Text of a cell from its figures; the denominator of a rate is the population."""
    if cell.style == "of":
        return f"{numerator:.0f} of {denominator:.0f}"
    if cell.style == "of_with_share":
        share = f"{half_up(numerator, denominator, SCALES[unit], cell.decimals)}%" if denominator else "-"
        return f"{numerator:.0f} of {denominator:.0f} {share}"
    if cell.quantity == "numerator":
        return f"{numerator:.0f}"
    if cell.quantity == "denominator":
        return f"{'of ' if cell.printed.startswith('of ') else ''}{denominator:.0f}"
    rounded = half_up(numerator, denominator, SCALES[unit], cell.decimals)
    return f"{rounded}{'%' if cell.part == 'percent' else ''}"


def number_shown(cell: PrintedCell, numerator: float, denominator: float, unit: str) -> float:
    """The cell's own number in that text, rounded as it stands there."""
    sides = {"numerator": numerator, "denominator": denominator}
    if cell.quantity in sides:
        return float(f"{sides[cell.quantity]:.0f}")
    return float(half_up(numerator, denominator, SCALES[unit], cell.decimals))


def half_up(numerator: float, denominator: float, scale: int, decimals: int) -> str:
    """numerator / denominator times scale, rounded half up on whole numbers: 1 of 16 is 6.3 at scale 100."""
    above, below = round(1000 * numerator), round(1000 * denominator)
    whole = (2 * scale * 10**decimals * above + below) // (2 * below)
    return f"{whole // 10**decimals}.{whole % 10**decimals:0{decimals}d}" if decimals else str(whole)
