"""Writes one full delivery for each month, as known on its extract date, in the shape the contract asks.

Belongs here: folders, files, manifest. Does not belong here: what is in the records.
"""

import csv
import hashlib
import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from orchestration.demo.base.months import last_day
from orchestration.demo.deliveries.untidy_files import File
from orchestration.landing.contract import CONTRACT_VERSION

LA_CODE = "E08000018"
SOURCE_SYSTEM = "Demo of Liquidlogic LCS"
CONTRACT = Path(__file__).resolve().parents[2] / "contract" / "tables.csv"
PARQUET = ("2020-07", "ssd_contacts")
Rows = list[list[str]]


@cache
def tables() -> tuple[str, ...]:
    """All tables of the contract, in its order."""
    with CONTRACT.open(encoding="utf-8", newline="") as file:
        return tuple(dict.fromkeys(row["table"] for row in csv.DictReader(file)))


@cache
def fields(table: str) -> tuple[str, ...]:
    """All contract fields of a table, in order, those that landing drops included."""
    with CONTRACT.open(encoding="utf-8", newline="") as file:
        return tuple(row["field"] for row in csv.DictReader(file) if row["table"] == table)


@cache
def key_field(table: str) -> str:
    """The field that identifies a row of a table."""
    with CONTRACT.open(encoding="utf-8", newline="") as file:
        return next(r["field"] for r in csv.DictReader(file) if r["table"] == table and r["key"] == "primary")


def text(value: Any) -> str:
    """A value as the extract writes it: ISO dates, empty for nothing."""
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)


def folder(to: Path, month: str) -> Path:
    """Folder of the first delivery of a month."""
    return to / LA_CODE / last_day(month).isoformat() / "1"


def write(place: Path, month: str, file: File) -> str:
    """Write one file of a delivery, as Parquet where the demo has it so; returns its name."""
    rows = [file.header, *file.rows, *([file.total_line] if file.total_line else [])]
    if (month, file.table) == PARQUET:
        write_parquet(place / f"{file.table}.parquet", rows)
        return f"{file.table}.parquet"
    write_csv(place / f"{file.table}.csv", rows, file.encoding, file.line_end)
    return f"{file.table}.csv"


def write_csv(path: Path, rows: Rows, encoding: str = "utf-8", line_end: str = "\n") -> None:
    """Write header and rows as CSV."""
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, lineterminator=line_end).writerows(rows)


def write_parquet(path: Path, rows: Rows) -> None:
    """Write header and rows as Parquet, every column text."""
    plain = path.with_suffix(".tmp.csv")
    write_csv(plain, rows)
    source = duckdb.read_csv(str(plain), header=True, all_varchar=True, quotechar='"', escapechar='"', delimiter=",")
    source.write_parquet(str(path))
    plain.unlink()


def write_manifest(
    place: Path,
    files: list[tuple[str, str, int]],
    month_end: date,
    extract_date: date,
    la_code: str = LA_CODE,
    source_system: str = SOURCE_SYSTEM,
) -> None:
    """Write manifest.json for files of the folder given as (table, file name, data rows)."""
    tables = [
        {"name": table, "file": name, "rows": rows, "sha256": hashlib.sha256((place / name).read_bytes()).hexdigest()}
        for table, name, rows in files
    ]
    manifest = {
        "contract_version": CONTRACT_VERSION,
        "la_code": la_code,
        "source_system": source_system,
        "month_end": month_end.isoformat(),
        "extract_date": extract_date.isoformat(),
        "delivery": 1,
        "tables": tables,
    }
    (place / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
