"""Months as dates: pure functions, no clock.

A month is written `2020-12` (or as a partition key, `2020-12-01`) and stands in data as its last day.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from orchestration.common.errors import NotPossible

Months = tuple[date, date]
"""First and last month end of a run."""
WRITTEN = re.compile(r"[0-9]{4}-[0-9]{2}(-[0-9]{2})?")


def month_end(key: str) -> date:
    """Last day of the month of '2020-12' or '2020-12-01'. NotPossible when it is neither."""
    if not WRITTEN.fullmatch(key) or not "01" <= key[5:7] <= "12":
        raise NotPossible(f"not a month: {key!r}; write it as 2020-12")
    first = date.fromisoformat(f"{key[:7]}-01")
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def in_words(months: Months) -> str:
    """'2020-10 to 2020-12', or '2020-12'."""
    first, last = (f"{month:%Y-%m}" for month in months)
    return first if first == last else f"{first} to {last}"


def months_before(end: date, count: int) -> date:
    """The month end `count` months before (or, if negative, after) the month of `end`."""
    number = end.year * 12 + end.month - 1 - count
    return month_end(f"{number // 12:04d}-{number % 12 + 1:02d}")


def reporting_year(month: date, years_before: int = 0) -> str:
    """The year from April that holds a month, or one before it: 2020/21 for December 2020, as reporting_year_label."""
    first = month.year - (month.month < 4) - years_before
    return f"{first}/{(first + 1) % 100:02d}"


def rerun_range(newest: date, prior_months: int, earliest: date) -> tuple[date, date]:
    """(first, last) month end of a monthly run: the newest month and the prior ones, none before `earliest`.

    NotPossible when the newest month itself is before it.
    """
    require_not_before(earliest, newest)
    return max(months_before(newest, prior_months), earliest), newest


def require_not_before(earliest: date, month: date) -> None:
    """NotPossible when the month that ends on `month` is before the first month of the installation."""
    if month < earliest:
        raise NotPossible(
            f"{month:%Y-%m} is before the first month, {earliest:%Y-%m}; ask for a later month, or set "
            f"CHILDREN_FIRST_MONTH={month:%Y-%m}"
        )
