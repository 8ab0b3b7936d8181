"""A delivery as the calculator sees it: the rows that count, read, and the settings of its council.

Belongs here: which rows of a table stand, and the seeds by council. Does not belong: reading a cell (reading.py).
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from tests.reference.calculator.dates import SEEDS
from tests.reference.calculator.reading import Row, Unreadable, contract, read_row

Text = Mapping[str, str | None]


@dataclass
class Delivery:
    """All extracts of one council as known on one day. `settings` are rows of the seeds that belong to its council."""

    la_code: str
    month_end: date
    extract_on: date
    tables: Mapping[str, Sequence[Text]]
    settings: Mapping[str, Sequence[Mapping[str, str]]] = field(default_factory=dict)
    _read: dict[str, list[Row]] = field(default_factory=dict, repr=False)
    _keyed: dict[str, dict[str, Row]] = field(default_factory=dict, repr=False)

    def rows(self, table: str) -> list[Row]:
        """Readable rows of a table, each record once, in the order of their key; none where it is not delivered."""
        if table not in self._read:
            self._read[table] = standing_rows(table, self.tables.get(table, ()))
        return self._read[table]

    def by_key(self, table: str) -> dict[str, Row]:
        """Rows of a table by their key."""
        if table not in self._keyed:
            name = key_of(table)
            self._keyed[table] = {row[name]: row for row in self.rows(table)}
        return self._keyed[table]

    def born_on(self, child_id: str) -> date | None:
        """Birth date of a child, where it is known, else the expected or estimated one."""
        person = self.by_key("ssd_person").get(child_id)
        return (person["pers_dob"] or person["pers_expected_dob"]) if person else None

    def died_on(self, child_id: str) -> date | None:
        """Day on which the child died."""
        person = self.by_key("ssd_person").get(child_id)
        return person["pers_death_date"] if person else None

    def is_alive(self, child_id: str, day: date) -> bool:
        """Whether the child lives beyond the day."""
        died_on = self.died_on(child_id)
        return died_on is None or died_on > day

    def end_in_life(self, child_id: str, started_on: date | None, ended_on: date | None) -> date | None:
        """The end of a record, or the day of death before it; one begun after that day ends on its first."""
        died_on = self.died_on(child_id)
        if died_on is None:
            return ended_on
        return min(ended_on or date.max, max(died_on, started_on or date.min))

    def setting_rows(self, seed: str) -> list[Mapping[str, str]]:
        """Rows of a seed that belong to this council, those it ships with and those of the history."""
        shipped = [row for row in seed_rows(seed) if row["la_code"] == self.la_code]
        return [*shipped, *self.settings.get(seed, ())]


def standing_rows(table: str, rows: Sequence[Text]) -> list[Row]:
    """Rows that are not refused. One that comes twice counts once; one key with two contents counts not at all."""
    name = key_of(table)
    contents: dict[str, list[Row]] = {}
    for row in rows:
        try:
            read = read_row(table, row)
        except Unreadable:
            continue
        known = contents.setdefault(read[name], [])
        if read not in known:
            known.append(read)
    return [contents[key][0] for key in sorted(contents) if len(contents[key]) == 1]


def key_of(table: str) -> str:
    """Name of the key field of a table."""
    return next(field.name for field in contract()[table] if field.is_key)


@cache
def seed_rows(seed: str) -> tuple[Mapping[str, str], ...]:
    """All rows of a seed, as text."""
    with (SEEDS / f"{seed}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def setting_on(rows: Sequence[Mapping[str, str]], day: date) -> Mapping[str, str] | None:
    """The row whose span (valid_from to valid_to, both included) holds the day."""
    for row in rows:
        if date.fromisoformat(row["valid_from"]) <= day and (
            not row["valid_to"] or day <= date.fromisoformat(row["valid_to"])
        ):
            return row
    return None
