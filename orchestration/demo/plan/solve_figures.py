"""What the plan is solved from: the published figures, and ordinary numbers for the month after them.

Belongs here: looking figures up and writing plan files. Does not belong here: sums and constraints.
"""

import csv
from pathlib import Path
from typing import Any

from orchestration.demo.base.months import DELIVERED, number

ROOT = Path(__file__).resolve().parents[3]
PLAN = Path(__file__).resolve().parent
FIGURES = ROOT / "tests" / "back_test" / "published_figures.csv"
YEAR = DELIVERED[:12]
# January 2021 is not published: ordinary numbers, so that the delivery after the reported year has something in it.
JANUARY = {
    "s47_started": 158,
    "s47_outcome": (78, 70, 9),
    "icpc_month": 46,
    "icpc_15d_n": 20,
    "plan_starts": 42,
    "plan_ends": 45,
    "admitted": 13,
    "ceased": 11,
    "by_adoption": 2,
    "by_sgo": 1,
    "sgo_started": 2,
    "sources": (230, 66, 104, 71, 58, 21, 58),
    "referrals": (88, 24, 25, 31, 10, 6, 17),
}


class Figures:
    """The published figures, looked up by key and month."""

    def __init__(self, path: Path = FIGURES) -> None:
        with path.open(encoding="utf-8", newline="") as file:
            rows = [row for row in csv.DictReader(file) if row["period_kind"] == "month"]
        self.values = {(r["key"], r["breakdown"], r["part"], r["period"]): float(r["value"]) for r in rows}

    def get(self, key: str, month: str, part: str = "count", breakdown: str = "") -> int:
        """A printed whole number; KeyError when it is not printed."""
        return int(self.values[key, breakdown, part, month])

    def share(self, key: str, month: str, of: int) -> int:
        """The whole number out of `of` that prints as the published percentage."""
        percent = self.values[key, "", "percent", month]
        fits = [k for k in range(of + 1) if abs(100 * k / of - percent) < 0.0501]
        if len(fits) != 1:
            raise ValueError(f"{key} of {month} does not settle one count")
        return fits[0]

    def by_month(self, key: str, part: str = "count") -> dict[int, int]:
        """Month number to value for the twelve months of 2020."""
        return {number(m): self.get(key, m, part) for m in YEAR}


def write(file_name: str, fields: str, rows: list[tuple[Any, ...]]) -> None:
    """Write one plan file, whole or not at all; `fields` is the header with spaces between."""
    unfinished = PLAN / f".{file_name}.tmp"
    with unfinished.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([fields.split(), *rows])
    unfinished.replace(PLAN / file_name)
    print(f"{file_name}: {len(rows)} rows")
