"""The one thing that subjects give: an event that an indicator counts in a month."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from tests.reference.calculator.dates import Month

ALL = "all"


@dataclass(frozen=True)
class Event:
    """One row of an indicator: its presence puts it in the denominator, by its weight; `numerator` is 1 or 0, or the
    amount where amounts are added."""

    indicator_id: str
    breakdown: str
    month: Month
    child_id: str
    numerator: int | Decimal = 1
    weight: int | Decimal = 1


def counted(indicator_id: str, month: Month, child_id: str, is_met: bool = True, breakdown: str = ALL) -> Event:
    """An event that meets its indicator or does not."""
    return Event(indicator_id, breakdown, month, child_id, int(is_met))
