"""All records of children in care, drawn together because they lean on the same periods.

Belongs here: the order in which they are drawn. Does not belong: any record.
"""

from __future__ import annotations

from tests.reference.histories.care import care, draw_periods
from tests.reference.histories.care_upkeep import upkeep
from tests.reference.histories.children import Family, Rows


def in_care(family: Family) -> Rows:
    """Periods of care and what is done in them."""
    periods = draw_periods(family)
    return care(family, periods) + upkeep(family, periods)
