"""The extract contract as data: which tables and fields a delivery holds.

The facts stand in `orchestration/contract/tables.csv`. Belongs here: reading that file. Does not belong: any
list of fields written out in code.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

CONTRACT_VERSION = 1
CONTRACT_FILE = Path(__file__).resolve().parent.parent / "contract" / "tables.csv"
SPREADSHEET_TABLES = frozenset({"tracker_adoptions", "epep_terms", "hr_posts", "lcs_foster_households"})


@dataclass(frozen=True)
class Field:
    """One column of a table: `type` is the contract's word (text, date, flag, json, integer, number)."""

    name: str
    type: str
    is_key: bool
    references: str | None
    is_required: bool
    is_kept: bool
    values: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """One table of the contract with its fields in contract order."""

    name: str
    fields: tuple[Field, ...]

    @property
    def kept(self) -> tuple[str, ...]:
        """Names of the fields that land, in contract order."""
        return tuple(field.name for field in self.fields if field.is_kept)

    @property
    def dropped(self) -> frozenset[str]:
        """Names of the fields that are read past and stored nowhere."""
        return frozenset(field.name for field in self.fields if not field.is_kept)


@cache
def tables(path: Path = CONTRACT_FILE) -> dict[str, Table]:
    """All contract tables by name, in the order of the file."""
    fields: dict[str, list[Field]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            fields.setdefault(row["table"], []).append(_field(row))
    return {name: Table(name, tuple(listed)) for name, listed in fields.items()}


def _field(row: dict[str, str]) -> Field:
    return Field(
        name=row["field"],
        type=row["type"],
        is_key=row["key"] == "primary",
        references=row["references"] or None,
        is_required=row["required"] == "Y",
        is_kept=row["landed"] == "kept",
        values=tuple(value.strip() for value in row["values"].split("|") if value.strip()),
    )
