"""Sums as the public can add them up: the year to date and twelve months, from the months that the public has.

Belongs here: which months make a sum. Without it each sum would tell by how much its months changed since they were
printed: the year to date of May less May and April is what was recorded late in April.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from orchestration.disclosure.figures import Figures, Group
from orchestration.disclosure.relations import ROLLING, month_before


def added_up(group: Group, own: Figures, had: Mapping[Group, Figures], first_month: str | None) -> Figures:
    """The figures of a sum from those the public had; `own` where the months are not all known.

    `had` hold the months as the public has them. A year to date without all its months goes on from the one before it.
    """
    indicator, breakdown, kind, period = group
    if own.numerator is None:
        return own
    if kind == "ytd" and first_month:
        months = [period]
        while months[-1] > first_month:
            months.append(month_before(months[-1]))
        whole = _total([had.get((indicator, breakdown, "month", month)) for month in months])
        if whole is None and len(months) > 1:
            before = (indicator, breakdown, "ytd", months[1])
            whole = _total([had.get(before), had.get((indicator, breakdown, "month", period))])
        return own if whole is None else _with_status(replace(own, numerator=whole[0], denominator=whole[1]))
    if kind == "month":
        return replace(own, **_twelve_months(group, had))
    return own


def _twelve_months(group: Group, had: Mapping[Group, Figures]) -> dict[str, float]:
    """Numerator, and denominator where it is a sum too, of a number over twelve months."""
    indicator, breakdown, _, period = group
    found = {}
    sources = {total[0]: month for total, month in ROLLING}
    if indicator in sources:
        source, part, side = sources[indicator]
        months = [had.get((source, part, "month", month_before(period, back))) for back in range(12)]
        whole = _total(months)
        if whole is not None:
            found["numerator"] = whole[0] if side == "N" else whole[1]
            if indicator == "rereferrals_rolling_12_months":
                found["denominator"] = whole[1]
    return found


def _total(parts: list[Figures | None]) -> tuple[float, float | None] | None:
    if any(part is None or part.numerator is None for part in parts):
        return None
    bases = [part.denominator for part in parts]
    return sum(part.numerator for part in parts), None if None in bases else sum(bases)


def _with_status(figures: Figures) -> Figures:
    if figures.denominator is None:
        return figures
    return replace(figures, value_status="reported" if figures.denominator else "no_cases")
