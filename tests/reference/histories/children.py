"""A small family, and what two deliveries know of it.

Belongs here: the children all subjects share. Does not belong: what happened to them (front_door.py, care.py,
others.py).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from hypothesis import strategies as st

from tests.reference.histories.days import Calendar, written

Choice = TypeVar("Choice")
Rows = list[tuple[str, dict[str, str | None]]]
"""Raw rows with the table they belong to, every value as text."""

BIRTHS = tuple(
    date.fromisoformat(day)
    for day in """
    1994-12-31 1995-01-31 1995-03-31 2002-03-31 2002-09-30 2002-10-31 2002-11-01 2002-12-31 2003-01-01 2003-01-31
    2004-02-29 2004-03-01 2004-06-30 2004-12-31 2005-01-01 2008-02-29 2010-05-05 2012-02-29 2015-06-30 2015-12-31
    2016-02-29 2016-01-01 2018-02-28 2018-04-03 2018-06-30 2018-12-18 2020-02-29 2020-07-31 2002-04-03 2002-07-17
    2003-12-31 2004-01-31
    """.split()
)


@dataclass(frozen=True)
class Child:
    """A member of the family."""

    child_id: str
    born_on: date | None


@dataclass
class Family:
    """The children of a history, the calendar they share and the draws that make their records."""

    draw: st.DrawFn
    children: Sequence[Child]
    calendar: Calendar
    _used: int = 0

    def new_id(self, letter: str) -> str:
        """A key nobody has yet; keys sort otherwise than days, so that no order can lean on them."""
        self._used += 1
        return f"{letter}{(self._used * 37) % 1000:03d}"

    def child(self) -> Child:
        """One of the children."""
        return self.draw(st.sampled_from(self.children))

    def text(self, day: date | None) -> str | None:
        """A day as an extract writes it."""
        return written(self.draw, day)

    def draw_one(self, *choices: Choice) -> Choice:
        """One of the choices as it stands."""
        return self.draw(st.sampled_from(choices))

    def code(self, *choices: str | None) -> str | None:
        """One of the codes, seldom padded or in small letters."""
        chosen = self.draw(st.sampled_from(choices))
        spoil = self.draw(st.integers(0, 19))
        if chosen is None or spoil > 1:
            return chosen
        return f" {chosen} " if spoil else chosen.lower()

    def flag(self) -> str | None:
        """Yes, no or nothing said."""
        return self.draw(st.sampled_from(("Y", "N", None, "Y", "N", "1", "0", "y", " N ")))

    def times(self, most: int) -> range:
        """So many times."""
        return range(self.draw(st.integers(0, most)))


def draw_family(draw: st.DrawFn) -> Family:
    """Two to six children, born where ages have their edges; of a few the birth date is not known."""
    births = draw(st.lists(st.sampled_from(BIRTHS), min_size=2, max_size=6))
    unknown = draw(st.integers(0, 9)) == 0
    children = [Child(f"C{place}", born_on) for place, born_on in enumerate(births, start=1)]
    if unknown:
        children[-1] = Child(children[-1].child_id, None)
    return Family(draw, children, Calendar(draw, births))


def people(family: Family) -> Rows:
    """A row of ssd_person for each child; of a few the date of birth is an estimate, a few have died."""
    rows: Rows = []
    for child in family.children:
        is_estimated, has_died = family.draw(st.integers(0, 9)) == 0, family.draw(st.integers(0, 14)) == 0
        row = {
            "pers_person_id": child.child_id,
            "pers_dob": family.text(None if is_estimated else child.born_on),
            "pers_expected_dob": family.text(child.born_on if is_estimated else None),
            "pers_death_date": family.text(family.calendar.day() if has_died else None),
        }
        rows.append(("ssd_person", row))
    return rows


Subject = Callable[[Family], Rows]
