"""Days as the decision log counts them: months, working days, birthdays.

Belongs here: arithmetic on days that several subjects need. Does not belong: what any indicator does with it.
"""

from __future__ import annotations

import csv
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

SEEDS = Path(__file__).resolve().parents[3] / "seeds"
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, order=True)
class Month:
    """A calendar month, by its last day."""

    last_on: date

    @property
    def first_on(self) -> date:
        return self.last_on.replace(day=1)

    def holds(self, day: date | None) -> bool:
        """Whether the day lies in the month; no day does not."""
        return day is not None and self.first_on <= day <= self.last_on

    def back(self, count: int) -> Month:
        """The month `count` months before this one."""
        return month_of(add_months(self.first_on, -count))

    def reporting_year(self) -> list[Month]:
        """April up to and with this month."""
        since_april = (self.last_on.month - 4) % 12
        return [self.back(count) for count in range(since_april, -1, -1)]

    def twelve_months(self) -> list[Month]:
        """The twelve months up to and with this month."""
        return [self.back(count) for count in range(11, -1, -1)]


def month_of(day: date) -> Month:
    """The month a day lies in."""
    return Month(day.replace(day=monthrange(day.year, day.month)[1]))


def months_between(first: Month, last: Month) -> list[Month]:
    """All months from the first to the last, both included."""
    found = [first]
    while found[-1] < last:
        found.append(month_of(found[-1].last_on + ONE_DAY))
    return found


def add_months(day: date, count: int) -> date:
    """The same day `count` months on; the last day of that month where it has no such day."""
    number = day.year * 12 + day.month - 1 + count
    year, month = number // 12, number % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def birthday(born_on: date, age: int) -> date:
    """The day somebody turns `age`; born on 29 February: 1 March in years without that day."""
    try:
        return born_on.replace(year=born_on.year + age)
    except ValueError:
        return date(born_on.year + age, 3, 1)


@cache
def bank_holidays() -> frozenset[date]:
    """Bank holidays of England and Wales, as the seed has them."""
    with (SEEDS / "bank_holidays.csv").open(encoding="utf-8") as file:
        return frozenset(date.fromisoformat(row["holiday_on"]) for row in csv.DictReader(file))


def is_working_day(day: date) -> bool:
    """Monday to Friday and no bank holiday."""
    return day.weekday() < 5 and day not in bank_holidays()


@cache
def working_days_after(start: date, end: date) -> int:
    """How many working days lie after `start`, up to and including `end`; 0 where end is not after start."""
    count = 0
    day = start + ONE_DAY
    while day <= end:
        count += is_working_day(day)
        day += ONE_DAY
    return count


def is_within_working_days(start: date | None, end: date | None, limit: int) -> bool:
    """Whether the event was answered within `limit` working days; without either day, or before it came, it was not."""
    return start is not None and end is not None and start <= end and working_days_after(start, end) <= limit


def is_open_on(day: date, started_on: date | None, ended_on: date | None) -> bool:
    """Started on or before the day, and not ended or ended later."""
    return started_on is not None and started_on <= day and (ended_on is None or ended_on > day)
