"""Numbers of earlier years, which stand in seeds as text: read, and completed where another cell gives the base.

Belongs here: text to numbers. Does not belong: rules on numbers (rules.py).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from orchestration.disclosure.figures import Figures, Group
from orchestration.disclosure.printed_cells import PrintedCell
from orchestration.disclosure.relations import AVERAGED, SAME
from orchestration.disclosure.rules import DAYS_OF_CHILDREN, NOT_PEOPLE, Quantity, is_share_too_narrow, is_small

_NUMBER = re.compile(r"[0-9.]+")


@dataclass(frozen=True)
class Outturns:
    """Figures by group; averages, shares and small numbers that are held back for themselves."""

    figures: dict[Group, Figures]
    narrow: frozenset[Quantity]


def read_outturns(cells: Iterable[PrintedCell], units: dict[str, str]) -> Outturns:
    """Numbers behind the cells of earlier years.

    A share whose base is printed nowhere stands without numbers; it is held back where it is near to none or all.
    """
    found: defaultdict[Group, dict[str, float]] = defaultdict(dict)
    narrow = set()
    for cell in cells:
        if cell.group[2] == "annual":
            for side, value in _numbers(cell, units).items():
                found[cell.group].setdefault(side, value)
                # Another cell of the year may print a larger number; this one is small all the same.
                if side in "ND" and cell.group[0] not in NOT_PEOPLE and is_small(value):
                    narrow.add(Quantity(*cell.group[:2], side, *cell.group[2:]))
    for group, numbers in found.items():
        if "percent" in numbers and "D" not in numbers:
            base = _base(group, found)
            if base is not None:
                numbers["D"] = base
        if "percent" in numbers and "D" in numbers:
            numbers.setdefault("N", float(round(numbers["percent"] * numbers["D"] / 100)))
    figures = {group: Figures(one.get("N"), one.get("D"), "reported") for group, one in found.items()}
    for (indicator, breakdown, kind, period), numbers in found.items():
        mark = Quantity(indicator, breakdown, "A", kind, period)
        if "percent" in numbers and "D" not in numbers and is_share_too_narrow(numbers["percent"]):
            narrow.add(mark)
        adopted = found.get((*AVERAGED[1][:2], kind, period), {}).get("N")
        if indicator in DAYS_OF_CHILDREN and is_small(adopted):
            narrow.add(mark)
    return Outturns(figures, frozenset(narrow))


def _numbers(cell: PrintedCell, units: dict[str, str]) -> dict[str, float]:
    numbers = [float(one) for one in _NUMBER.findall(cell.printed)]
    if not numbers:
        return {}
    if cell.style == "of":
        return dict(zip("ND", numbers, strict=True))
    if cell.style == "of_with_share":
        return dict(zip(("N", "D", "percent"), numbers, strict=True))
    if cell.style == "brackets":
        return {"N": numbers[1]} if cell.part == "count" else {"percent": numbers[0]}
    if cell.quantity != "value":
        return {"N" if cell.quantity == "numerator" else "D": numbers[0]}
    return {"percent": numbers[0]} if units[cell.group[0]] == "percent" else {}


def _base(group: Group, found: dict[Group, dict[str, float]]) -> float | None:
    """The denominator of a share, where another cell of the year prints the same number."""
    indicator, breakdown, kind, period = group
    for same in SAME:
        if (indicator, breakdown, "D") in same:
            for other, part, side in same:
                value = found.get((other, part, kind, period), {}).get(side)
                if value is not None:
                    return value
    return None
