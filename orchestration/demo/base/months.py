"""Calendar months, working days and the dates on which the demo extracts are taken.

Belongs here: arithmetic on months and days only. Nothing about children.
A month is written 'YYYY-MM'; a month number is year * 12 + month - 1.
"""

import bisect
import csv
from datetime import date, timedelta
from functools import cache
from pathlib import Path

HOLIDAYS = Path(__file__).resolve().parents[3] / "seeds" / "bank_holidays.csv"
DELIVERED = [f"2020-{n:02d}" for n in range(1, 13)] + ["2021-01"]
GIVEN_EXTRACTS = {"2020-12": date(2021, 1, 6), "2021-01": date(2021, 2, 5)}


def number(month: str) -> int:
    """Month number of 'YYYY-MM'."""
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def name(n: int) -> str:
    """'YYYY-MM' of a month number."""
    return f"{n // 12:04d}-{n % 12 + 1:02d}"


def shift(month: str, by: int) -> str:
    """The month that lies `by` months later (earlier when negative)."""
    return name(number(month) + by)


def of(day: date) -> str:
    """The month a day lies in."""
    return f"{day.year:04d}-{day.month:02d}"


def first_day(month: str) -> date:
    """First day of the month."""
    return date(int(month[:4]), int(month[5:7]), 1)


def last_day(month: str) -> date:
    """Last day of the month."""
    return first_day(shift(month, 1)) - timedelta(days=1)


def days_of(month: str) -> list[date]:
    """Every day of the month, in order."""
    first = first_day(month)
    return [first + timedelta(days=n) for n in range((last_day(month) - first).days + 1)]


@cache
def working_calendar() -> list[date]:
    """All working days 2000-2027, in order (weekends out; bank holidays out as far as the seed reaches back)."""
    with HOLIDAYS.open(encoding="utf-8", newline="") as file:
        holidays = {date.fromisoformat(row["holiday_on"]) for row in csv.DictReader(file)}
    start = date(2000, 1, 1)
    days = (start + timedelta(days=n) for n in range((date(2027, 12, 31) - start).days + 1))
    return [day for day in days if day.weekday() < 5 and day not in holidays]


@cache
def working_days_of(month: str) -> tuple[date, ...]:
    """Working days of the month."""
    days = working_calendar()
    low, high = bisect.bisect_left(days, first_day(month)), bisect.bisect_right(days, last_day(month))
    return tuple(days[low:high])


def is_working_day(day: date) -> bool:
    """True when the day is neither on a weekend nor a bank holiday."""
    days = working_calendar()
    n = bisect.bisect_left(days, day)
    return n < len(days) and days[n] == day


def working_days_between(a: date, b: date) -> int:
    """Working days in (a, b]; negative is never returned, b before a counts 0."""
    days = working_calendar()
    return max(0, bisect.bisect_right(days, b) - bisect.bisect_right(days, a))


def add_working_days(day: date, count: int) -> date:
    """The day on which `count` working days (>= 1) after `day` are reached."""
    days = working_calendar()
    return days[bisect.bisect_right(days, day) + count - 1]


def working_day_before(day: date) -> date:
    """The day itself when it is a working day, else the last one before it."""
    days = working_calendar()
    return days[bisect.bisect_right(days, day) - 1]


@cache
def extract_date(month: str) -> date:
    """Day on which the delivery of a month is taken: the fourth working day after it, two of them as given."""
    return GIVEN_EXTRACTS.get(month) or add_working_days(last_day(month), 4)


def add_months(day: date, count: int) -> date:
    """The same day some months later, or the last day of that month where it is shorter."""
    month = shift(of(day), count)
    return first_day(month).replace(day=min(day.day, last_day(month).day))


def add_years(day: date, years: int) -> date:
    """The same calendar day some years later (29 February becomes 28 February where there is none)."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
