"""Days on which things happen to a family, drawn where rules have their edges, and how an extract writes them.

Belongs here: days and their writing. Does not belong: records (front_door.py, care.py, others.py).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from hypothesis import strategies as st

from tests.reference.calculator.dates import add_months, birthday, is_working_day

EDGES = tuple(
    date.fromisoformat(day)
    for day in """
    2017-10-31 2018-02-28 2018-06-30 2018-12-31 2019-02-28 2019-03-01 2019-03-31 2019-06-30 2019-08-31
    2019-10-01 2019-10-31 2019-11-29 2019-11-30 2019-12-02 2019-12-24 2019-12-31 2020-01-01 2020-01-06 2020-01-31
    2020-02-14 2020-02-28 2020-02-29 2020-03-01 2020-03-15 2020-03-30 2020-03-31 2020-04-01 2020-04-09 2020-04-30
    2020-05-07 2020-05-22 2020-05-31 2020-06-30 2020-07-01 2020-07-31 2020-08-28 2020-08-31 2020-09-01 2020-09-30
    2020-10-01 2020-10-30 2020-10-31 2020-11-01 2020-11-02 2020-11-30 2020-12-01 2020-12-10 2020-12-17 2020-12-24
    2020-12-30 2020-12-31 2021-01-01 2021-01-31 2021-02-26 2021-02-28
    """.split()
)
SHORT = (0, 0, 0, 0, 0, 1, -1, -2, -6, -7, -8, -13, -14, -15, -44, -45, -46, 7, 14, -366, -729)
CALENDAR_DAYS = (
    0,
    0,
    0,
    0,
    1,
    -1,
    2,
    6,
    7,
    8,
    13,
    14,
    15,
    42,
    43,
    44,
    45,
    46,
    365,
    366,
    728,
    729,
    730,
    -365,
    -366,
    -729,
)
WORKING_DAYS = (1, 2, 5, 6, 15, 16, 20, 21, 45, 46)
FORMS = ("%Y-%m-%d",) * 8 + ("%Y-%m-%dT00:00:00", "%d/%m/%Y", " %Y-%m-%d ", "%Y-%m-%d 00:00:00")
MONTHS_ON = (1, 2, 3, 5, 6, 12, 24, 30, -6, -12, -24)
Step = Callable[[date], date]


def working_days_on(day: date, count: int) -> date:
    """The `count`-th working day after a day."""
    while count:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def _steps() -> list[Step]:
    steps: list[Step] = [lambda day, n=n: day + timedelta(days=n) for n in CALENDAR_DAYS]
    steps += [lambda day, n=n: working_days_on(day, n) for n in WORKING_DAYS]
    for n in MONTHS_ON:
        steps += [lambda day, n=n: add_months(day, n), lambda day, n=n: add_months(day, n) + timedelta(days=1)]
    return steps


STEPS = _steps()


def hot_days(draw: st.DrawFn, births: Sequence[date]) -> list[date]:
    """A few days that a family's records share, so that the edges of different rules fall on one another."""
    days = draw(st.lists(st.sampled_from(EDGES), min_size=2, max_size=6, unique=True))
    days += draw(st.lists(st.dates(date(2019, 8, 1), date(2021, 2, 28)), max_size=2))
    ages = [birthday(born_on, age) for born_on in births for age in (2, 5, 16, 18, 26)]
    return days + [day for day in ages if date(2019, 1, 1) <= day <= date(2021, 3, 31)]


class Calendar:
    """Draws days of one family: a shared day, or a step from one, or a step from another event."""

    def __init__(self, draw: st.DrawFn, births: Sequence[date]):
        self.draw = draw
        self.days = hot_days(draw, births)

    def day(self) -> date:
        """A shared day, or one a few days from it."""
        return self.draw(st.sampled_from(self.days)) + timedelta(days=self.draw(st.sampled_from(SHORT)))

    def within(self, day: date | None, limit: int) -> date | None:
        """A day about `limit` working days after `day`, seldom none or some other."""
        choice = self.draw(st.integers(-4, 4))
        if day is None or choice > 2:
            return None if choice == 4 else self.day()
        return working_days_on(day, limit + choice) if -2 < choice else day

    def after(self, day: date | None) -> date:
        """A day that often lies at a limit counted from `day`, or on it, seldom before it."""
        if day is None or self.draw(st.integers(0, 5)) == 0:
            return self.day()
        return self.draw(st.sampled_from(STEPS))(day)

    def perhaps(self, day: date | None, none_in: int = 4) -> date | None:
        """`after` or, once in `none_in`, no day."""
        return None if self.draw(st.integers(1, none_in)) == none_in else self.after(day)


def written(draw: st.DrawFn, day: date | None) -> str | None:
    """A day as some extract writes it, mostly as ISO."""
    if day is None:
        return draw(st.sampled_from((None, None, None, "1900-01-01", " ", "01/01/1900", "1900-01-01T00:00:00")))
    form = draw(
        st.sampled_from(("%Y-%m-%d",) * 8 + ("%Y-%m-%dT00:00:00", "%d/%m/%Y", " %Y-%m-%d ", "%Y-%m-%d 00:00:00"))
    )
    return day.strftime(form)
