"""One file of a delivery: checked against its manifest entry, its kept cells ready to go to raw.

A tidy file is loaded at once, at the speed of DuckDB; any other is read line by line, which finds what is wrong with it
and where. Belongs here: existence, hash, header, row count, and which way a file goes. Does not belong: SQL (insert.py)
or file formats (readers.py).
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from orchestration.landing.contract import Table
from orchestration.landing.header import layout_of
from orchestration.landing.insert import Rows, careful_rows, tidy_csv_rows, tidy_parquet_rows
from orchestration.landing.limits import limit
from orchestration.landing.manifest import TableEntry
from orchestration.landing.parquet_file import proof_read
from orchestration.landing.readers import Line, Unreadable, read_lines
from orchestration.landing.safe_open import NotAFile, copy_and_hash
from orchestration.landing.tidy_csv import TidyCsv


class TableRefused(Exception):
    """One file of a delivery does not fit; `line` applies to all `reasons`."""

    def __init__(self, reasons: list[str], line: int | None = None):
        self.reasons = reasons
        self.line = line
        super().__init__("; ".join(reasons))


@dataclass(frozen=True)
class Checked:
    """A file that fits: its rows, and the names of columns that were ignored."""

    rows: Rows
    extra: tuple[str, ...]


def check(con: duckdb.DuckDBPyConnection, path: Path, entry: TableEntry, table: Table, made: Path) -> Checked:
    """Check a file and make its kept cells ready: of a tidy one as it stands, of any other written to `made`.

    What is read is a private copy in `made` whose hash was taken while copying, so a file that grows meanwhile is
    refused. Raises TableRefused.
    """
    copy = made / f"{entry.sha256}{path.suffix}"
    look = TidyCsv()
    try:
        if copy_and_hash(path, copy, look.feed if path.suffix == ".csv" else _look_away) != entry.sha256:
            raise TableRefused(["sha256 differs from the manifest"])
    except NotAFile as error:
        raise TableRefused([f"named in the manifest but {error}"]) from None
    checked = _if_tidy(con, copy, look, entry, table) or _read_carefully(copy, entry, table, made)
    if checked.rows.path != copy:
        copy.unlink()
    return checked


def _look_away(block: bytes) -> None:
    """Nothing is learnt from single blocks of the other formats."""


def _if_tidy(
    con: duckdb.DuckDBPyConnection, copy: Path, look: TidyCsv, entry: TableEntry, table: Table
) -> Checked | None:
    """None of a file in which anything is odd, its number of rows included: of that nothing is said here."""
    layout = rows = None
    if copy.suffix == ".csv":
        look.close()
        if look.is_tidy and look.lines - 1 == entry.rows:
            layout, _reasons = layout_of(look.header, table)
        rows = tidy_csv_rows(con, copy, table, layout, entry.rows) if layout else None
    elif copy.suffix == ".parquet":
        names, count = proof_read(copy) or ([], -1)
        if count == entry.rows:
            layout, _reasons = layout_of(names, table)
        rows = tidy_parquet_rows(copy, table, layout) if layout else None
    return Checked(rows, layout.extra) if layout and rows else None


def _read_carefully(copy: Path, entry: TableEntry, table: Table, made: Path) -> Checked:
    cells = made / f"{table.name}.csv"
    try:
        lines = read_lines(copy)
        header = next(lines, None)
        if header is None:
            raise TableRefused(["the file is empty, not even a header"])
        layout, reasons = layout_of(header[1], table)
        if layout is None:
            raise TableRefused(reasons, header[0])
        count = _write_cells(lines, layout.take, cells, entry.rows)
    except Unreadable as error:
        raise TableRefused([error.reason], error.line) from None
    if count != entry.rows:
        raise TableRefused([f"{count} data rows, the manifest says {entry.rows}"])
    return Checked(careful_rows(cells, table), layout.extra)


def _write_cells(lines: Iterator[Line], take: Callable, path: Path, expected: int) -> int:
    """Write up to `expected` lines; returns how many there were. What is beyond will be refused, so it is only counted.

    Raises Unreadable for what no table holds, however it was packed.
    """
    count = characters = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
        for line, cells in lines:
            characters += _characters(line, cells)
            if characters > limit("table_characters"):
                raise Unreadable(f"the table holds more than {limit('table_characters')} characters", line)
            count += 1
            if count <= expected:
                fault, kept = take(cells)
                writer.writerow([line, fault, *kept])
    return count


def _characters(line: int, cells: list[str]) -> int:
    if any(len(cell) > limit("cell_characters") for cell in cells):
        raise Unreadable(f"a field is longer than {limit('cell_characters')} characters", line)
    text = "".join(cells)
    if "\0" in text:
        raise Unreadable("a field holds a null character", line)
    return len(text)
