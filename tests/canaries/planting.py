"""Plants canaries into a delivery: words that nobody else writes, in every place where a council can write something.

Every table gets the records of thirty invented cases; in case n the n-th field of each record holds a canary, so that
each field has one that is accepted where the field takes any text, and refused where it does not.
"""

from __future__ import annotations

import csv
import json
import re
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import xlsxwriter

from orchestration.demo.deliveries.delivery_files import write_parquet
from orchestration.landing.contract import Field, Table, tables
from tests.landing.small_deliveries import write_delivery

STEM = "Serinus"
CASES = 30
SPREADSHEET, PARQUET = "tracker_adoptions", "ssd_person"
EXTRA = ("home_address", "case_notes")
IDS = re.compile(r".*(?<!role)_id|.*_(upn|urn|postcode|no)")  # names of fields
FREE_TEXT = "{}, 14 Élan Close;\nsaid „no“ & left <b>"
TOO_FEW, REPEATED = CASES, CASES + 1  # cases of a line cut short, and of one key with two contents
COUNTED = re.compile(r"2021-01-\d\d|2020-1[12]-\d\d")


@dataclass(frozen=True)
class Canary:
    """What was planted: `kind` is dropped, extra, id, kept, refused or named; `place` is table.field."""

    kind: str
    place: str


@dataclass
class Planted:
    """The canaries with their numbers, and what else of the delivery no reader of the public may see."""

    numbers: dict[Canary, int] = field(default_factory=dict)
    ids: set[str] = field(default_factory=set)
    born: set[date] = field(default_factory=set)

    def word(self, kind: str, place: str) -> str:
        """The canary of a place, Serinus0012, the same when asked again."""
        return f"{STEM}{self.numbers.setdefault(Canary(kind, place), len(self.numbers)):04d}"


def plant(delivery: Path, landing: Path) -> Planted:
    """Write two deliveries from the one in `delivery`: number 1 to be refused whole, number 2 to be landed."""
    planted = Planted()
    manifest = json.loads((delivery / "manifest.json").read_text(encoding="utf-8"))
    files = {}
    for entry in manifest["tables"]:
        with (delivery / entry["file"]).open(encoding="utf-8-sig", newline="") as file:
            header, *rows = csv.reader(file)
        found = [dict(zip(header, row, strict=True)) for row in rows[: entry["rows"]]]
        files[entry["name"]] = _file(tables()[entry["name"]], found, planted)
    common = {
        "month": manifest["month_end"][:7],
        "la_code": manifest["la_code"],
        "extract_date": manifest["extract_date"],
        "source_system": f"Demo {planted.word('named', 'source_system')}",
    }
    name, content, count = files["ssd_contacts"]
    never_closed = content + f'"{planted.word("refused", "a quote that is never closed")}'.encode()
    write_delivery(landing, files | {"ssd_contacts": (name, never_closed, count)}, delivery=1, **common)
    write_delivery(landing, files, delivery=2, **common)
    return planted


def _file(table: Table, rows: list[dict[str, str]], planted: Planted) -> tuple[str, bytes, int]:
    """(name, content, data rows) of a table with its canaries."""
    names = [one.name for one in table.fields]
    for row in rows:
        planted.ids |= {row[name] for name in names if IDS.fullmatch(name) and row[name]}
        planted.born |= {date.fromisoformat(row["pers_dob"])} if row.get("pers_dob") else set()
        row.update({name: planted.word("dropped", f"{table.name}.{name}") for name in table.dropped})
    template = max(rows, key=lambda row: max(COUNTED.findall(" ".join(row.values())), default=""))
    added = [_record(table, template, case, planted) for case in range(CASES + 2)]
    again = added[REPEATED] | {table.fields[-1].name: planted.word("refused", f"{table.name}: repeated")}
    for number, row in enumerate([*added, again, *rows]):
        is_written = number < CASES + 3 or number % 40 == 0
        for name in EXTRA:
            row[name] = FREE_TEXT.format(planted.word("extra", f"{table.name}.{name}")) if is_written else ""
        row[planted.word("named", f"{table.name}: a column")] = ""
    lines = [list(row.values()) for row in [*added, again, *rows]]
    header = [*rows[0]]
    stem = f"{planted.word('named', f'{table.name}: the file')}_{table.name}"
    if table.name == SPREADSHEET:
        return f"{stem}.xlsx", _spreadsheet([header, *lines], planted), len(lines)
    if table.name == PARQUET:
        return f"{stem}.parquet", _parquet([header, *lines]), len(lines)
    del lines[TOO_FEW][1]  # the cells behind it, names among them, move into each other's places
    return f"{stem}.csv", _csv([header, *lines]), len(lines)


def _record(table: Table, template: dict[str, str], case: int, planted: Planted) -> dict[str, str]:
    """The table's record of an invented case."""
    row = dict(template)
    for number, one in enumerate(table.fields):
        if not one.is_kept:
            continue
        if one.name.endswith("_id") and IDS.fullmatch(one.name):
            row[one.name] = f"{planted.word('id', _named(table, one))}N{case}"
        elif number == case:
            row[one.name] = planted.word("kept" if one.type == "text" else "refused", f"{table.name}.{one.name}")
        elif one.type == "json":
            notes = {"COMMENTS": planted.word("kept", f"{table.name}.{one.name}: comments")}
            row[one.name] = json.dumps(json.loads(row[one.name] or "{}") | notes)
    return row


def _named(table: Table, one: Field) -> str:
    """What an id is of, the same for a key and all that refer to it."""
    if one.references:
        return one.references
    return table.name if one.is_key else re.sub(r"^[a-z0-9]{4}_", "", one.name)


def _csv(lines: list[list[str]]) -> bytes:
    text = StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(lines)
    return text.getvalue().encode()


def _parquet(lines: list[list[str]]) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "made.parquet"
        write_parquet(path, lines)
        return path.read_bytes()


def _spreadsheet(lines: list[list[str]], planted: Planted) -> bytes:
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_urls": False}) as book:
        book.set_properties({"author": planted.word("dropped", "author of the workbook")})
        sheet = book.add_worksheet()
        for number, line in enumerate(lines):
            sheet.write_row(number, 0, line)
        sheet.write_comment(1, 1, planted.word("dropped", "comment in the workbook"))
    return file.getvalue()
