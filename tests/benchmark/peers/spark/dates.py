"""Days and month ends. Belongs here: questions of a date. Does not belong: which records they are asked of."""

from __future__ import annotations

from pyspark.sql import Column
from pyspark.sql import functions as F


def is_open(started_on: str, ended_on: str) -> Column:
    """Open at the month end."""
    return F.expr(f"{started_on} <= month_on and ({ended_on} is null or {ended_on} > month_on)")


def birthday(age: int) -> Column:
    """Born on 29 February: 1 March in a year without that day."""
    day = f"add_months(born_on, {12 * age})"
    return F.expr(f"if(day(born_on) = 29 and day({day}) = 28, date_add({day}, 1), {day})")
