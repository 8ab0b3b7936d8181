"""Days and month ends. Belongs here: questions of a date. Does not belong: which records they are asked of."""

from __future__ import annotations

import polars as pl
from polars import col


def is_open(started_on: str, ended_on: str) -> pl.Expr:
    """Open at the month end."""
    return (col(started_on) <= col("month_on")) & (col(ended_on).is_null() | (col(ended_on) > col("month_on")))


def birthday(age: int) -> pl.Expr:
    """Born on 29 February: 1 March in a year without that day."""
    day = col("born_on").dt.offset_by(f"{age}y")
    is_late = (col("born_on").dt.day() == 29) & (day.dt.day() == 28)
    return pl.when(is_late).then(day.dt.offset_by("1d")).otherwise(day)
