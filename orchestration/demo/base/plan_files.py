"""Reads the committed plan (plan/*.csv): counts per class of history, no children.

Belongs here: reading and turning text into numbers. Does not belong here: anything that draws at random.
"""

import csv
from collections import defaultdict
from pathlib import Path

PLAN = Path(__file__).resolve().parents[1] / "plan"


def rows(file_name: str) -> list[dict[str, str]]:
    """All rows of one plan file."""
    with (PLAN / file_name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def by_month(file_name: str, key: str = "month") -> dict[str, dict[str, int]]:
    """Month to its counts, for files with one row a month (empty cells count 0)."""
    return {row[key]: {k: int(v or 0) for k, v in row.items() if k != key} for row in rows(file_name)}


def pairs(file_name: str, first: str, second: str, count: str) -> dict[str, dict[str, int]]:
    """First month to second month to count."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for row in rows(file_name):
        found[row[first]][row[second]] = int(row[count])
    return found


def late_records(table: str) -> list[dict[str, str]]:
    """Rows of late_records.csv of one contract table, one for each record."""
    return [row for row in rows("late_records.csv") if row["table"] == table for _ in range(int(row["records"]))]
