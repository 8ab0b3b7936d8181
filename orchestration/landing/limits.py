"""The limits of what is read from outside, as data.

The numbers and their reasons stand in `orchestration/contract/limits.csv`. Belongs here: reading that file. Does not
belong: a limit written out in code.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

LIMITS_FILE = Path(__file__).resolve().parent.parent / "contract" / "limits.csv"


def limit(name: str) -> int:
    """The limit of that name, in the unit that stands beside it in the file. KeyError when there is none."""
    return _limits()[name]


@cache
def _limits() -> dict[str, int]:
    with LIMITS_FILE.open(encoding="utf-8", newline="") as file:
        return {row["limit"]: int(row["value"]) for row in csv.DictReader(file)}
