"""One file of a delivery: checked against its manifest entry and rewritten as plain cells ready to load.

Belongs here: existence, hash, header, row count. Does not belong: the database (land.py) or file formats
(readers.py).
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from pathlib import Path

from orchestration.landing.contract import Table
from orchestration.landing.layout import layout_of
from orchestration.landing.limits import limit
from orchestration.landing.manifest import TableEntry
from orchestration.landing.opening import NotAFile, copy_and_hash
from orchestration.landing.readers import Line, Unreadable, read_lines


class TableRefused(Exception):
    """One file of a delivery does not fit; `line` applies to all `reasons`."""

    def __init__(self, reasons: list[str], line: int | None = None):
        self.reasons = reasons
        self.line = line
        super().__init__("; ".join(reasons))


def normalise(path: Path, entry: TableEntry, table: Table, made: Path) -> tuple[str, ...]:
    """Check a file and write its kept cells to `made`/<table>.csv; returns the ignored column names.

    What is read is a private copy whose hash was taken while copying, so a file that grows meanwhile is
    refused. Raises TableRefused.
    """
    copy = made / f"{entry.sha256}{path.suffix}"
    try:
        if copy_and_hash(path, copy) != entry.sha256:
            raise TableRefused(["sha256 differs from the manifest"])
        lines = read_lines(copy)
        header = next(lines, None)
        if header is None:
            raise TableRefused(["the file is empty, not even a header"])
        layout, reasons = layout_of(header[1], table)
        if layout is None:
            raise TableRefused(reasons, header[0])
        count = _write_cells(lines, layout.take, made / f"{table.name}.csv", entry.rows)
    except NotAFile as error:
        raise TableRefused([f"named in the manifest but {error}"]) from None
    except Unreadable as error:
        raise TableRefused([error.reason], error.line) from None
    finally:
        copy.unlink(missing_ok=True)
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
