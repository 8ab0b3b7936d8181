"""Reading and judging a delivery's manifest.json, before any of its files is opened.

Belongs here: the shape of a manifest. Does not belong: the files it names (see readers.py and deliveries.py).
"""

from __future__ import annotations

import hashlib
import json
import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from orchestration.landing.contract import CONTRACT_VERSION, SPREADSHEET_TABLES, tables
from orchestration.landing.limits import limit
from orchestration.landing.problems import shown
from orchestration.landing.safe_open import NotAFile, read_small

FILE_NAME = re.compile(rf"[A-Za-z0-9_.-]{{1,{limit('file_name_characters')}}}")
LA_CODE = re.compile(r"[A-Z][0-9]{8}")
SHA256 = re.compile(r"[0-9a-f]{64}")
KEYS = ("contract_version", "la_code", "source_system", "month_end", "extract_date", "delivery", "tables")
TABLE_KEYS = ("name", "file", "rows", "sha256")
SUFFIXES = (".csv", ".parquet", ".xlsx")


@dataclass(frozen=True)
class TableEntry:
    """One table of a delivery: contract table, plain file name, data rows, and the file's hash."""

    name: str
    file: str
    rows: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """A manifest that fits; `sha256` is the hash of the manifest file itself."""

    la_code: str
    month_end: date
    delivery: int
    extract_date: date
    source_system: str
    tables: tuple[TableEntry, ...]
    sha256: str

    @property
    def delivery_id(self) -> str:
        return f"{self.la_code}/{self.month_end.isoformat()}/{self.delivery}"


class ManifestRefused(Exception):
    """The manifest does not fit; `reasons` lists all that was found, `sha256` is the manifest's hash."""

    def __init__(self, reasons: list[str], sha256: str):
        self.reasons = reasons
        self.sha256 = sha256
        super().__init__("; ".join(reasons))


def read_manifest(folder: Path) -> Manifest:
    """The manifest of landing/<la_code>/<month_end>/<delivery>.

    Raises ManifestRefused with every reason found.
    """
    try:
        content = read_small(folder / "manifest.json", limit("manifest_bytes"))
    except NotAFile as error:
        raise ManifestRefused([str(error)], "") from None
    sha256 = hashlib.sha256(content).hexdigest()
    try:
        found = json.loads(
            content.decode("utf-8-sig"), object_pairs_hook=_object_without_repeats, parse_constant=_no_constant
        )
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise ManifestRefused(["is not JSON in UTF-8 with each key once"], sha256) from None
    reasons = manifest_reasons(found, *folder.parts[-3:])
    if reasons:
        raise ManifestRefused(reasons[: limit("reasons")], sha256)
    return Manifest(
        la_code=found["la_code"],
        month_end=date.fromisoformat(found["month_end"]),
        delivery=found["delivery"],
        extract_date=date.fromisoformat(found["extract_date"]),
        source_system=found["source_system"],
        tables=tuple(TableEntry(**entry) for entry in found["tables"]),
        sha256=sha256,
    )


def manifest_reasons(found: Any, la_folder: str, month_folder: str, delivery_folder: str) -> list[str]:
    """Every way in which a parsed manifest does not fit the contract or its folder; empty when it fits."""
    if not isinstance(found, dict):
        return ["is not a JSON object"]
    reasons = _key_reasons(found, KEYS, "the manifest")
    if reasons:
        return reasons
    month_end, extract = month_end_of(found["month_end"]), _iso_date(found["extract_date"])
    delivery = found["delivery"]
    checks = [
        (
            _is_whole(found["contract_version"], CONTRACT_VERSION, CONTRACT_VERSION),
            f"contract_version is not {CONTRACT_VERSION}",
        ),
        (_matches(LA_CODE, found["la_code"]), "la_code is not a letter and eight digits"),
        (found["la_code"] == la_folder, "la_code differs from its folder"),
        (_is_short_text(found["source_system"]), "source_system is not a short text of printable characters"),
        (month_end is not None, "month_end is not the last day of a month"),
        (found["month_end"] == month_folder, "month_end differs from its folder"),
        (extract is not None, "extract_date is not an ISO date"),
        (not (extract and month_end) or extract >= month_end, "extract_date lies before month_end"),
        (
            not (extract and month_end) or (extract - month_end).days <= limit("extract_days"),
            f"extract_date lies more than {limit('extract_days')} days after month_end",
        ),
        (
            _is_whole(delivery, 1, limit("delivery_number")),
            f"delivery is not a whole number from 1 to {limit('delivery_number')}",
        ),
        (str(delivery) == delivery_folder, "delivery differs from its folder"),
    ]
    return [reason for passed, reason in checks if not passed] + _table_reasons(found["tables"])


def _table_reasons(entries: Any) -> list[str]:
    if not isinstance(entries, list) or not entries:
        return ["tables is not a list of at least one table"]
    if len(entries) > len(tables()):
        return ["tables lists more tables than the contract has"]
    reasons: list[str] = []
    for number, entry in enumerate(entries, start=1):
        reasons += [f"table {number}: {reason}" for reason in _entry_reasons(entry)]
    if not reasons:
        for key in ("name", "file"):
            texts = [entry[key].lower() for entry in entries]
            if len(set(texts)) < len(texts):
                reasons.append(f"tables: a {key} stands twice")
    return reasons


def _entry_reasons(entry: Any) -> list[str]:
    if not isinstance(entry, dict):
        return ["is not a JSON object"]
    reasons = _key_reasons(entry, TABLE_KEYS, "the table")
    if reasons:
        return reasons
    name, file = entry["name"], entry["file"]
    suffix = Path(file).suffix if _matches(FILE_NAME, file) else ""
    checks = [
        (isinstance(name, str) and name in tables(), "name is not a table of the contract"),
        (suffix in SUFFIXES, "file is not a plain name that ends in .csv, .parquet or .xlsx"),
        (suffix != ".xlsx" or name in SPREADSHEET_TABLES, "a spreadsheet is accepted for trackers only"),
        (
            _is_whole(entry["rows"], 0, limit("table_rows")),
            f"rows is not a whole number from 0 to {limit('table_rows')}",
        ),
        (_matches(SHA256, entry["sha256"]), "sha256 is not 64 lower-case hexadecimal digits"),
    ]
    return [reason for passed, reason in checks if not passed]


def _key_reasons(found: dict, keys: tuple[str, ...], where: str) -> list[str]:
    missing = [f"{where} lacks the key {key}" for key in keys if key not in found]
    return missing + [f"{where} has an unknown key: {shown(key)}" for key in sorted(set(found) - set(keys))]


def _object_without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice")
    return found


def _no_constant(name: str) -> None:
    """NaN and Infinity are no JSON, though Python reads them."""
    raise ValueError(f"{name} is no number")


def _is_whole(value: Any, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _is_short_text(value: Any) -> bool:
    return isinstance(value, str) and value.isprintable() and 0 < len(value) <= limit("source_system_characters")


def _matches(pattern: re.Pattern, value: Any) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None


def month_end_of(text: Any) -> date | None:
    """The last day of a month from its ISO date; None for anything else."""
    day = _iso_date(text)
    return day if day and day.day == monthrange(day.year, day.month)[1] else None


def _iso_date(value: Any) -> date | None:
    """A day of this century; a year like 9999 would be the newest for ever."""
    if not (isinstance(value, str) and re.fullmatch(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}", value)):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None
