"""Records with two times: when something happened (in their fields) and when the case system came to know it.

Belongs here: the record, the store of records, and the rule how late a record may be known.
Does not belong here: what the records say.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from orchestration.demo.base.months import DELIVERED, extract_date, of, shift

Values = dict[str, Any]


@dataclass
class Record:
    """One row of one contract table. Values are text, dates or None; changes come in the order they were made."""

    table: str
    recorded_on: date
    values: Values
    changes: list[tuple[date, Values]] = field(default_factory=list)
    removed_on: date | None = None

    def change(self, on: date, **values: Any) -> None:
        """Note that from `on` the record stands with these values."""
        self.changes.append((max(on, self.recorded_on), values))
        self.changes.sort(key=lambda change: change[0])

    def as_known(self, on: date) -> Values | None:
        """Values as they stood at the end of a day; None before the record was made or after it was removed."""
        if self.recorded_on > on or (self.removed_on and self.removed_on <= on):
            return None
        values = self.values
        for changed_on, changed in self.changes:
            if changed_on <= on:
                values = values | changed
        return values


class Store:
    """All records, by table, in the order made."""

    def __init__(self) -> None:
        self.tables: dict[str, list[Record]] = {}

    def add(self, table: str, recorded_on: date, **values: Any) -> Record:
        """Make a record and keep it."""
        record = Record(table, recorded_on, values)
        self.tables.setdefault(table, []).append(record)
        return record

    def __iter__(self) -> Iterator[Record]:
        for records in self.tables.values():
            yield from records


class Recording:
    """Chooses the day on which an event is recorded, so that no row is known later than its last computation.

    The figures of month t are last computed from the delivery of t + 2, and of November and December 2020
    from the delivery of December: an event of t is known by then, most by the delivery of t.
    """

    def __init__(self, rng: random.Random, late_share: float) -> None:
        self.rng, self.late_share = rng, late_share

    def day(self, happened: date, slowest: int = 3, may_be_late: bool = True) -> date:
        """Day of recording an event: within `slowest` days, or one or two deliveries later for a few."""
        month = of(happened)
        prompt = min(happened + timedelta(days=self.rng.randint(0, slowest)), max(happened, extract_date(month)))
        if not may_be_late or month not in DELIVERED or self.rng.random() >= self.late_share:
            return prompt
        latest = min(shift(month, self.rng.choice((1, 1, 2))), "2020-12")
        return prompt if latest <= month else between_extracts(self.rng, latest)


def between_extracts(rng: random.Random, month: str) -> date:
    """A day after the extract of the month before and not after the extract of `month`."""
    last = extract_date(month)
    first = extract_date(shift(month, -1))
    return last - timedelta(days=rng.randint(0, (last - first).days - 1))
