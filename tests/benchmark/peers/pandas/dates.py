"""Days and month ends. Belongs here: questions of a date. Does not belong: which records they are asked of."""

from __future__ import annotations

import pandas as pd


def open_at(rows: pd.DataFrame, started_on: str, ended_on: str) -> pd.DataFrame:
    """The rows open at their month end."""
    return rows[(rows[started_on] <= rows["month_on"]) & ~(rows[ended_on] <= rows["month_on"])]


def birthday(born_on: pd.Series, age: int) -> pd.Series:
    """Born on 29 February: 1 March in a year without that day."""
    day = born_on + pd.DateOffset(years=age)
    return day + pd.to_timedelta(((born_on.dt.day == 29) & (day.dt.day == 28)).astype(int), unit="D")


def least(some: pd.Series, others: pd.Series) -> pd.Series:
    """The earlier of two dates, or the one there is."""
    return some.where((some <= others) | others.isna(), others)
