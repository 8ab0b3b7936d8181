"""The one partition set: reporting months, keyed by their first day ('2020-12-01').

A partition is a month that is reported on. What was known when it was computed is not a partition; it
stands in the control row of the build (database.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import dagster as dg
from dagster._core.storage.tags import ASSET_PARTITION_RANGE_END_TAG, ASSET_PARTITION_RANGE_START_TAG

from orchestration.months import month_end
from orchestration.own_words import NotPossible


def reporting_months(first_month: str) -> dg.MonthlyPartitionsDefinition:
    """Months from `first_month` ('2019-01-01') on."""
    return dg.MonthlyPartitionsDefinition(start_date=first_month)


def partition_key(end: date) -> str:
    """The key of the month that ends on `end`."""
    return end.replace(day=1).isoformat()


def range_tags(first: date, last: date) -> dict[str, str]:
    """Run tags that make one run of the months that end on `first` to `last`."""
    return {
        ASSET_PARTITION_RANGE_START_TAG: partition_key(first),
        ASSET_PARTITION_RANGE_END_TAG: partition_key(last),
    }


def months_of(partition_keys: Sequence[str]) -> tuple[date, date]:
    """(first, last) month end of a run's partition keys. NotPossible when there is none."""
    ends = sorted(month_end(key) for key in partition_keys)
    if not ends:
        raise NotPossible("a run needs at least one reporting month")
    return ends[0], ends[-1]
