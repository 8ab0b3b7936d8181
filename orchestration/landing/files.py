"""One file of a delivery: checked against its manifest entry, its kept cells ready to go to raw.

A tidy file is loaded at once, at the speed of DuckDB; any other is read line by line, which finds what is wrong with it
and where. Belongs here: existence, hash, header, row count, and which way a file goes. Does not belong: SQL (staged.py)
or file formats (readers.py).
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb

from orchestration.landing.contract import Table
from orchestration.landing.layout import Layout, layout_of
from orchestration.landing.limits import limit
from orchestration.landing.manifest import TableEntry
from orchestration.landing.opening import NotAFile, copy_and_hash
from orchestration.landing.parquet_file import proof_read
from orchestration.landing.readers import Line, Unreadable, read_lines
from orchestration.landing.staged import load_tidy_csv, load_tidy_parquet
from orchestration.landing.tidy_csv import TidyCsv


class TableRefused(Exception):
    """One file of a delivery does not fit; `line` applies to all `reasons`."""

    def __init__(self, reasons: list[str], line: int | None = None):
        self.reasons = reasons
        self.line = line
        super().__init__("; ".join(reasons))


def check(con: duckdb.DuckDBPyConnection, path: Path, entry: TableEntry, table: Table, made: Path) -> tuple[str, ...]:
    """Check a file and load its kept cells if it is tidy, else write them to `made`; returns the ignored column names.

    What is read is a private copy whose hash was taken while copying, so a file that grows meanwhile is
    refused. Raises TableRefused.
    """
    copy = made / f"{entry.sha256}{path.suffix}"
    look = TidyCsv()
    try:
        if copy_and_hash(path, copy, look.feed if path.suffix == ".csv" else _look_away) != entry.sha256:
            raise TableRefused(["sha256 differs from the manifest"])
        layout = _load_if_tidy(con, copy, look, entry, table)
        return layout.extra if layout else _read_carefully(copy, entry, table, careful_path(made, table))
    except NotAFile as error:
        raise TableRefused([f"named in the manifest but {error}"]) from None
    finally:
        copy.unlink(missing_ok=True)


def careful_path(made: Path, table: Table) -> Path:
    """Where the cells of a file stand that was read carefully."""
    return made / f"{table.name}.csv"


def _look_away(block: bytes) -> None:
    """Nothing is learnt from single blocks of the other formats."""


def _load_if_tidy(
    con: duckdb.DuckDBPyConnection, copy: Path, look: TidyCsv, entry: TableEntry, table: Table
) -> Layout | None:
    """The layout of a file that was loaded whole. None of one in which anything is odd, its number of rows included: of
    that nothing is said here, and nothing is used.
    """
    if copy.suffix == ".csv":
        look.close()
        layout = layout_of(look.header, table)[0] if look.is_tidy else None
        loaded = load_tidy_csv(con, copy, table, layout) if layout else None
        return layout if loaded == entry.rows == look.lines - 1 else None
    proof = proof_read(copy) if copy.suffix == ".parquet" else None
    layout = layout_of(proof[0], table)[0] if proof else None
    loaded = load_tidy_parquet(con, copy, table, layout) if layout else None
    return layout if proof and loaded == entry.rows == proof[1] else None


def _read_carefully(copy: Path, entry: TableEntry, table: Table, made: Path) -> tuple[str, ...]:
    try:
        lines = read_lines(copy)
        header = next(lines, None)
        if header is None:
            raise TableRefused(["the file is empty, not even a header"])
        layout, reasons = layout_of(header[1], table)
        if layout is None:
            raise TableRefused(reasons, header[0])
        count = _write_cells(lines, layout.take, made, entry.rows)
    except Unreadable as error:
        raise TableRefused([error.reason], error.line) from None
    if count != entry.rows:
        raise TableRefused([f"{count} data rows, the manifest says {entry.rows}"])
    return layout.extra


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
