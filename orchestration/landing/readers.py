"""CSV, Parquet and XLSX files read as lines of text cells.

Each reader yields (line, cells); the first pair is the header. `line` is the 1-based line at which a record
starts, in a CSV that holds line breaks inside quotes as well. Belongs here: file formats. Does not belong:
what the columns mean (layout.py), or hashes and counts (land.py).
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

import duckdb
from python_calamine import CalamineError, CalamineWorkbook

Line = tuple[int, list[str]]
LONGEST_CELL = 1_000_000
BATCH = 20_000
UNCAST = {"DOUBLE", "FLOAT", "VARCHAR"}


class Unreadable(Exception):
    """The file cannot be read as what its name says; `line` where known. The message holds no cell."""

    def __init__(self, reason: str, line: int | None = None):
        self.reason = reason
        self.line = line
        super().__init__(reason)


def read_lines(path: Path) -> Iterator[Line]:
    """Lines of a .csv, .parquet or .xlsx file, header first, without a total line at the end.

    Raises Unreadable, possibly after some lines.
    """
    reader = {".csv": _csv_lines, ".parquet": _parquet_lines, ".xlsx": _xlsx_lines}[path.suffix]
    return _without_total(reader(path))


def _without_total(lines: Iterator[Line]) -> Iterator[Line]:
    header = next(lines, None)
    if header is None:
        return
    yield header
    held = next(lines, None)
    for following in lines:
        yield held
        held = following
    if held and not held[1][0].strip().lower().startswith("total"):
        yield held


def _csv_lines(path: Path) -> Iterator[Line]:
    csv.field_size_limit(LONGEST_CELL)
    with path.open(encoding=_encoding(path), newline="") as file:
        rows = csv.reader(file, strict=True)
        start = 1
        try:
            for cells in rows:
                if cells:
                    yield start, cells
                start = rows.line_num + 1
        except csv.Error as error:
            raise Unreadable(_csv_reason(str(error)), start) from None


def _csv_reason(message: str) -> str:
    if "unexpected end of data" in message:
        return "a quote is opened here and never closed"
    if "field larger than" in message:
        return f"a field is longer than {LONGEST_CELL} characters"
    return "quotes inside a field are not doubled"


def _encoding(path: Path) -> str:
    """utf-8-sig or cp1252; refuses null bytes, which no text export holds."""
    is_utf8 = is_cp1252 = True
    for chunk in _whole_line_chunks(path):
        if b"\0" in chunk:
            raise Unreadable("the file holds null bytes")
        is_utf8 = is_utf8 and _decodes(chunk, "utf-8")
        is_cp1252 = is_cp1252 and (is_utf8 or _decodes(chunk, "cp1252"))
    if is_utf8:
        return "utf-8-sig"
    if is_cp1252:
        return "cp1252"
    raise Unreadable("the file is neither UTF-8 nor Windows-1252")


def _whole_line_chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while lines := file.readlines(4_000_000):
            yield b"".join(lines)


def _decodes(chunk: bytes, encoding: str) -> bool:
    try:
        chunk.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _parquet_lines(path: Path) -> Iterator[Line]:
    """Columns are chosen by position, so that no name from the file becomes SQL."""
    con = duckdb.connect()
    try:
        parameters = {"path": str(path)}
        columns = con.execute("describe select * from read_parquet($path)", parameters).fetchall()
        yield 1, [column[0] for column in columns]
        chosen = ", ".join(
            f"#{position}" if column[1] in UNCAST else f"#{position}::varchar"
            for position, column in enumerate(columns, start=1)
        )
        con.execute(f"select {chosen} from read_parquet($path)", parameters)
        line = 2
        while rows := con.fetchmany(BATCH):
            for row in rows:
                yield line, [_text(value) for value in row]
                line += 1
    except duckdb.Error:
        raise Unreadable("the file cannot be read as Parquet") from None
    finally:
        con.close()


def _xlsx_lines(path: Path) -> Iterator[Line]:
    try:
        workbook = CalamineWorkbook.from_path(path)
        names = workbook.sheet_names
        if len(names) != 1:
            raise Unreadable(f"the workbook holds {len(names)} sheets, not one")
        rows = workbook.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError):
        raise Unreadable("the file cannot be read as XLSX") from None
    for line, row in enumerate(rows, start=1):
        cells = [_text(value) for value in row]
        if any(cells):
            yield line, cells


def _text(value: object) -> str:
    """A typed cell as text: whole floats without '.0', midnight date-times as dates."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value.total_seconds()) if isinstance(value, timedelta) else str(value)
