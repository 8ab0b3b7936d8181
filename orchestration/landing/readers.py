"""Delivered files read as lines of text cells.

Each reader yields (line, cells); the first pair is the header. `line` is the 1-based line at which a record
starts, in a CSV that holds line breaks inside quotes as well. Belongs here: CSV, and what all formats share. Does not
belong: the other formats (parquet_file.py, workbook.py), what the columns mean (header.py), or hashes and counts
(table_files.py).
"""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from pathlib import Path

from orchestration.landing.limits import limit
from orchestration.landing.parquet_file import parquet_lines
from orchestration.landing.safe_open import CHUNK
from orchestration.landing.values import Line, Unreadable, is_total
from orchestration.landing.workbook import workbook_lines


def read_lines(path: Path) -> Iterator[Line]:
    """Lines of a .csv, .parquet or .xlsx file, header first, without a total line at the end.

    Raises Unreadable, possibly after some lines.
    """
    reader = {".csv": _csv_lines, ".parquet": parquet_lines, ".xlsx": workbook_lines}[path.suffix]
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
    if held and not is_total(held[1]):
        yield held


def _csv_lines(path: Path) -> Iterator[Line]:
    csv.field_size_limit(limit("cell_characters"))
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
        return f"a field is longer than {limit('cell_characters')} characters"
    return "quotes inside a field are not doubled"


def _encoding(path: Path) -> str:
    """utf-8-sig or cp1252; refuses what no export in either holds: null bytes, and lines without an end."""
    decoders = {name: codecs.getincrementaldecoder(name)() for name in ("utf-8", "cp1252")}
    unended = 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            if chunk.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and file.tell() == len(chunk):
                raise Unreadable("the file is UTF-16, not UTF-8 or Windows-1252")
            if b"\0" in chunk:
                raise Unreadable("the file holds null bytes")
            lines = chunk.replace(b"\r", b"\n").split(b"\n")
            unended = len(lines[-1]) + (unended if len(lines) == 1 else 0)
            if unended > limit("line_bytes"):
                raise Unreadable(f"a line is longer than {limit('line_bytes')} bytes")
            decoders = {name: decoder for name, decoder in decoders.items() if _decodes(decoder, chunk)}
    decoders = {name: decoder for name, decoder in decoders.items() if _decodes(decoder, b"", final=True)}
    if not decoders:
        raise Unreadable("the file is neither UTF-8 nor Windows-1252")
    return "utf-8-sig" if "utf-8" in decoders else "cp1252"


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True
