"""Numbers as the report prints them, the same as macros/printed.sql.

Belongs here: rounding and words. Does not belong: which number is printed.
"""

from __future__ import annotations

from orchestration.disclosure.cells import PrintedCell

SCALES = {"percent": 100, "rate_per_10k": 10000, "average": 1}


def printed(cell: PrintedCell, numerator: float, denominator: float, unit: str) -> str:
    """Text of a cell from its figures; the denominator of a rate is the population."""
    if cell.style == "of":
        return f"{numerator:.0f} of {denominator:.0f}"
    if cell.style == "of_with_share":
        share = half_up(numerator, denominator, SCALES[unit], cell.decimals)
        return f"{numerator:.0f} of {denominator:.0f} {share}%"
    if cell.quantity == "numerator":
        return f"{numerator:.0f}"
    if cell.quantity == "denominator":
        return f"{'of ' if cell.printed.startswith('of ') else ''}{denominator:.0f}"
    rounded = half_up(numerator, denominator, SCALES[unit], cell.decimals)
    return f"{rounded}{'%' if cell.part == 'percent' else ''}"


def half_up(numerator: float, denominator: float, scale: int, decimals: int) -> str:
    """numerator / denominator times scale, rounded half up on whole numbers: 1 of 16 is 6.3 at scale 100."""
    above, below = round(100 * numerator), round(100 * denominator)
    whole = (2 * scale * 10**decimals * above + below) // (2 * below)
    return f"{whole // 10**decimals}.{whole % 10**decimals:0{decimals}d}" if decimals else str(whole)
