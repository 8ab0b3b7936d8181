"""What each indicator is called and over which period it runs, read from the words in the indicator files.

Belongs here: `meta` and the seed of categories. Does not belong: the SQL below them, which is what is being checked.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from functools import cache

from tests.reference.calculator.dates import SEEDS
from tests.reference.calculator.delivery import seed_rows

FILES = SEEDS.parent / "models" / "indicators"
META = re.compile(r"config\(meta=(\{.*?\})\) \}\}", re.DOTALL)


@dataclass(frozen=True)
class Indicator:
    """Words of an indicator that decide how its events become values."""

    indicator_id: str
    subject: str
    unit: str
    period_rule: str
    tables: tuple[str, ...]
    breakdowns: tuple[str, ...]
    is_share_of_total: bool


@cache
def indicators() -> dict[str, Indicator]:
    """All indicators by id."""
    found = {}
    for path in sorted(FILES.glob("*/ind_*.sql")):
        written = META.search(path.read_text(encoding="utf-8")).group(1)
        meta = ast.literal_eval(re.sub(r"\btrue\b(?=,\n)", "True", written))
        found[meta["indicator_id"]] = Indicator(
            meta["indicator_id"],
            path.parent.name,
            meta["unit"],
            meta["period_rule"],
            tuple(meta["tables"]),
            categories(meta.get("breakdown_set", "all")),
            meta.get("is_share_of_total", False),
        )
    return found


def categories(breakdown_set: str) -> tuple[str, ...]:
    """Categories of a set, in the order of the report."""
    rows = [row for row in seed_rows("breakdowns") if row["breakdown_set"] == breakdown_set]
    return tuple(row["breakdown"] for row in sorted(rows, key=lambda row: int(row["position"])))
