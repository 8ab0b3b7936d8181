"""Takes the demo deliveries out of the histories, month by month, and writes the answer key beside them.

Belongs here: the order of work of `python -m orchestration.demo deliver`. Does not belong here:
making histories or faults.
"""

import random
from pathlib import Path

from orchestration.demo.base import answer_key, people
from orchestration.demo.base.answer_key import Entry
from orchestration.demo.base.months import DELIVERED, extract_date, last_day
from orchestration.demo.base.records import Record
from orchestration.demo.deliveries import delivery_files, source_faults, untidy_files
from orchestration.demo.deliveries.delivery_files import LA_CODE
from orchestration.demo.deliveries.untidy_files import File
from orchestration.demo.make import make

GONE = "deleted since the delivery before"


def deliver(to: Path, seed: int, through: str, clean: bool = False) -> list[Path]:
    """Write the deliveries up to the month `through` ('YYYY-MM') under `to`; returns their folders.

    `clean` leaves the source faults out (late records and corrections stay in: they are history, not faults).
    The answer key is written to `to`/answer_key.csv.
    """
    made = make(seed)
    rng = random.Random(f"{seed} faults")
    if not clean:
        made.keys += source_faults.lay_over(made, rng)
    people.add_person_rows(made.store, made.people)
    keys: list[list[str]] = []
    places = []
    for month in [m for m in DELIVERED if m <= through]:
        place = delivery_files.folder(to, month)
        place.mkdir(parents=True, exist_ok=True)
        files = []
        for table in [name for name in delivery_files.tables() if name in made.store.tables]:
            file = tables_of(made.store.tables[table], table, month, made.keys)
            if not clean:
                untidy_files.make_untidy(month, file, rng)
            name = delivery_files.write(place, month, file)
            files.append((table, name, len(file.rows)))
            keys += key_rows(month, name, file)
        keys += [key_row(month, e.record.table, "", "", e) for e in made.keys if e.month == month and GONE in e.fault]
        delivery_files.write_manifest(place, files, last_day(month), extract_date(month))
        places.append(place)
    answer_key.write(to / "answer_key.csv", keys)
    return places


def tables_of(records: list[Record], table: str, month: str, entries: list[Entry]) -> File:
    """The rows of a table as known on the extract date of a month, with the answer key's marks on them."""
    names = delivery_files.fields(table)
    marked: dict[int, list[Entry]] = {}
    for entry in entries:
        if entry.record.table == table and entry.holds_in(month):
            marked.setdefault(id(entry.record), []).append(entry)
    file = File(table, list(names), [])
    on = extract_date(month)
    for record in records:
        values = record.as_known(on)
        if values is None:
            continue
        row = [delivery_files.text(values.get(name)) for name in names]
        file.rows.append(row)
        file.marks += [(row, e.fault, e.expected, e.detail) for e in marked.get(id(record), ())]
    return file


def key_rows(month: str, name: str, file: File) -> list[list[str]]:
    """Lines of the answer key for one file, with the line each row begins on (the header is line 1)."""
    lines, line = {}, 2
    for row in file.rows:
        lines[id(row)] = line
        line += 1 + sum(cell.count("\n") for cell in row)
    key = file.column(delivery_files.key_field(file.table))
    found = []
    for row, fault, expected, detail in file.marks:
        at, number = (str(lines[id(row)]), row[key].strip().upper() if key < len(row) else "") if row else ("", "")
        found.append([delivery_id(month), file.table, name, at, number, fault, expected, detail])
    return found


def key_row(month: str, table: str, name: str, line: str, entry: Entry) -> list[str]:
    """A line of the answer key for a record that a delivery no longer holds."""
    number = str(entry.record.values[delivery_files.key_field(table)])
    return [delivery_id(month), table, name, line, number, entry.fault, entry.expected, entry.detail]


def delivery_id(month: str) -> str:
    """Identifier of the first delivery of a month."""
    return f"{LA_CODE}/{last_day(month).isoformat()}/1"
