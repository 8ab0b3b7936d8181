"""The one partition set: reporting months, keyed by their first day ('2020-12-01').

A partition is a month that is reported on. What was known when it was computed is not a partition; it
stands in the control row of the build (database.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import dagster as dg

from orchestration.common.errors import NotPossible
from orchestration.common.months import month_end

RANGE_START, RANGE_END = "dagster/asset_partition_range_start", "dagster/asset_partition_range_end"
ONE_MONTH = "dagster/partition"
"""Tags by which Dagster knows the months of a run."""


def reporting_months(first_month: str) -> dg.MonthlyPartitionsDefinition:
    """Months from `first_month` ('2019-01-01') on."""
    return dg.MonthlyPartitionsDefinition(start_date=first_month)


def partition_key(end: date) -> str:
    """The key of the month that ends on `end`."""
    return end.replace(day=1).isoformat()


def range_tags(first: date, last: date) -> dict[str, str]:
    """Run tags that make one run of the months that end on `first` to `last`."""
    return {
        RANGE_START: partition_key(first),
        RANGE_END: partition_key(last),
    }


def months_of(partition_keys: Sequence[str]) -> tuple[date, date]:
    """(first, last) month end of a run's partition keys. NotPossible when there is none."""
    ends = sorted(month_end(key) for key in partition_keys)
    if not ends:
        raise NotPossible("a run needs at least one reporting month")
    return ends[0], ends[-1]
