"""Which numbers may not be printed for their own sake, whatever stands beside them.

Belongs here: rules on one value. Does not belong: what follows from several (relations.py, suppress.py). Why each
rule is as it is: decision log, *Public edition*.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

SMALLEST_PRINTED = 6
SHARE_OF_UNKNOWN_BASE = 2.0
MINIMUM_POSTS = 6

# The page prints how many of how many; the denominators differ from the children on a plan or looked after by the few
# whose plan is a week old or who have a second placement. Only the share is printed.
SHARE_ONLY = frozenset({"cp_visits_within_2_weeks", "looked_after_visits_in_time"})
# One worker's number, whoever it is.
SINGLE_PERSON = frozenset({"caseload_maximum"})
DAYS_OF_CHILDREN = frozenset({"adoption_days_to_placement", "adoption_days_to_match"})
CASES_PER_POST = frozenset({"caseload_average"})
# A head count, and the share of hours that rests on it.
RESTS_ON = {"agency_staff_headcount": "agency_staff"}
# Numbers that count no people: nothing in them is a child.
NOT_PEOPLE = SINGLE_PERSON | DAYS_OF_CHILDREN | CASES_PER_POST


class Quantity(NamedTuple):
    """A number that a cell shows or lets one work out.

    side: N numerator, D denominator, C the rest of the denominator, X the rest of a wider number, S started in the
    month, A a share or average as printed, W how many of how many where only the share is printed. period: a month end
    such as 2020-12-31; a year such as 2019/20 where kind is annual.
    """

    indicator: str
    breakdown: str
    side: str
    kind: str
    period: str


def is_small(value: float | None) -> bool:
    """A number of 1 to 5, which is never printed; zero is a true zero and is."""
    return value is not None and 0 < value < SMALLEST_PRINTED


def may_change(one: Quantity, by: float, values: Mapping[Quantity, float]) -> bool:
    """Whether a reader could as well believe that a hidden number is `by` more.

    Zero is known to be zero, and no other number can be. The reader is taken to know of what sort a number is: small
    stays small, and six and more stays so. Nobody knows the sort of what stands in no cell of its own: the rest
    of a denominator whose number is small, and the children behind an average.
    """
    value = values[one]
    if one.side in "CX" and is_small(values[one._replace(side="N")]):
        return value < 0 or value + by >= 0
    if value == 0:
        return False
    if one.indicator in DAYS_OF_CHILDREN:
        return value < 0 or value + by >= 1
    if is_small(value):
        return is_small(value + by)
    return value < 0 or value + by >= SMALLEST_PRINTED


def primary(values: Mapping[Quantity, float]) -> set[Quantity]:
    """Quantities that may not be printed because they, or what is left beside them, are small.

    `values` hold the numbers of one public issue, those that only subtraction gives (C, X) among them.
    """
    closed = set()
    for one, value in values.items():
        if one.indicator in SHARE_ONLY:
            closed.add(one._replace(side="W"))
        if one.indicator in SINGLE_PERSON:
            closed.add(one)
        elif one.indicator in CASES_PER_POST and one.side == "D" and value < MINIMUM_POSTS:
            closed.add(one._replace(side="A"))
        elif one.indicator in NOT_PEOPLE or one.side not in "NDCX" or not is_small(value):
            continue
        elif one.side == "D":
            closed.add(one)
        counted = one._replace(side="N")
        if is_small(value) and one.indicator not in NOT_PEOPLE and values.get(counted) != 0:
            closed.add(counted)
        if one.indicator in RESTS_ON and one.side == "N" and is_small(value):
            resting = one._replace(indicator=RESTS_ON[one.indicator])
            closed |= {resting, resting._replace(side="A")}
    return closed


def is_share_too_narrow(percent: float) -> bool:
    """A share of an unknown number of children, so near to none or all that few children stand behind it."""
    return 0 < percent < SHARE_OF_UNKNOWN_BASE or 100 - SHARE_OF_UNKNOWN_BASE < percent < 100


def averages_held_back(series: Iterable[tuple[str, float, float]]) -> set[str]:
    """Periods of one reporting year whose average days may not be printed.

    `series` is (period, children, sum of their days) in order. An average stands on at least six children, and on at
    least six more than the last one printed, or on the same: otherwise two of them give the days of one child.
    """
    held = set()
    printed: tuple[float, float] | None = None
    for period, children, days in series:
        is_same = printed == (children, days)
        is_enough = children >= SMALLEST_PRINTED and (printed is None or children - printed[0] >= SMALLEST_PRINTED)
        if is_same or is_enough:
            printed = (children, days)
        elif children:
            held.add(period)
    return held
