"""The answer key: which row of which delivery is not as it should be, and what is expected of the pipeline.

Belongs here: the entry and its file. Does not belong here: making the faults.
`expected` is one word: accepted, refused, repaired, flagged, left out, counted, revision. `detail` says to what,
or for which reason.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from orchestration.demo.base.records import Record

FIELDS = ("delivery_id", "table", "file", "line", "record_id", "fault", "expected", "detail")


@dataclass
class Entry:
    """A fault of one record in the deliveries from `month` to `until` ('' for that one delivery only)."""

    month: str
    record: Record
    fault: str
    expected: str
    detail: str
    until: str = ""

    def holds_in(self, month: str) -> bool:
        """True when the delivery of a month holds the fault."""
        return self.month <= month <= (self.until or self.month)


def write(path: Path, rows: Sequence[Sequence[str]]) -> None:
    """Write the answer key beside the deliveries; rows have the cells of FIELDS."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([FIELDS, *rows])
