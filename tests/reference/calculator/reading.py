"""What the text of an extract says: dates, flags, codes, numbers, JSON, and what makes a row unreadable.

Belongs here: one cell and one row by the contract. Does not belong: rows compared with each other (delivery.py).
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache

from tests.reference.calculator.dates import SEEDS

CONTRACT = SEEDS.parent / "orchestration" / "contract" / "tables.csv"
NO_DATE = date(1900, 1, 1)
YES, NO = {"Y", "YES", "1", "TRUE", "T"}, {"N", "NO", "0", "FALSE", "F"}
Value = str | date | bool | Decimal | dict | None
Row = dict[str, Value]


class Unreadable(Exception):
    """The row must be refused."""


@dataclass(frozen=True)
class Field:
    """One field of the contract."""

    name: str
    type: str
    is_key: bool
    is_required: bool


@cache
def contract() -> dict[str, tuple[Field, ...]]:
    """Kept fields of every table of the contract."""
    tables: dict[str, list[Field]] = {}
    with CONTRACT.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["landed"] == "kept":
                field = Field(row["field"], row["type"], row["key"] == "primary", row["required"] == "Y")
                tables.setdefault(row["table"], []).append(field)
    return {name: tuple(fields) for name, fields in tables.items()}


@cache
def codes() -> dict[str, dict[str, str]]:
    """What each code that a field may hold is reported as."""
    found: dict[str, dict[str, str]] = {}
    with (SEEDS / "codes.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["field"], {})[row["code"]] = row["reported_as"]
    return found


def reported_as(field: str, code: str | None) -> str | None:
    """The category a code stands for; nothing stands for nothing."""
    return None if code is None else codes()[field][code]


def read_row(table: str, row: Mapping[str, str | None]) -> Row:
    """The row with its values read. Unreadable when the contract says it must be refused."""
    if row.get("_fault"):
        raise Unreadable("cut short")
    read: Row = {}
    for field in contract()[table]:
        read[field.name] = value = read_value(field, row.get(field.name))
        if field.is_required and value is None:
            raise Unreadable(field.name)
    return read


def read_value(field: Field, text: str | None) -> Value:
    """One cell, by the type of its field; ids and codes in capitals, without padding."""
    text = (text or "").strip()
    if not text:
        return None
    if field.type == "date":
        return read_date(text)
    if field.type == "flag":
        return read_flag(text)
    if field.type in ("integer", "number"):
        return read_number(text)
    if field.type == "json":
        return read_json(text)
    text = text.upper()
    if field.name in codes() and text not in codes()[field.name]:
        raise Unreadable(field.name)
    return text


def read_date(text: str) -> date | None:
    """ISO date or date-time, or dd/mm/yyyy; 1 January 1900 means none."""
    for form in ("%Y-%m-%d", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%d/%m/%Y"):
        try:
            day = datetime.strptime(text, form).date()
        except ValueError:
            continue
        return None if day == NO_DATE else day
    raise Unreadable("date")


def read_flag(text: str) -> bool:
    """Yes or no."""
    text = text.upper()
    if text in YES or text in NO:
        return text in YES
    raise Unreadable("flag")


def read_number(text: str) -> Decimal:
    """A number."""
    try:
        return Decimal(text)
    except InvalidOperation:
        raise Unreadable("number") from None


def read_json(text: str) -> dict:
    """Outcome flags by their key; what cannot be read says nothing."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
