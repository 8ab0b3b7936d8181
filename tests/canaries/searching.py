"""Looks for words in everything that a file holds: its bytes, what is packed, compressed or encoded in them, the text
of a PDF, the tables of a database.

Belongs here: opening things. Does not belong here: what is looked for, and where it may be found.
"""

from __future__ import annotations

import base64
import gzip
import re
import sqlite3
import zlib
from collections.abc import Iterator
from html import unescape
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote
from zipfile import ZipFile

import duckdb
from pypdf import PdfReader
from pypdf.generic import StreamObject

from orchestration.common.encryption.databases import opened as database_opened

IN_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{12,}")
IN_HEX = re.compile(rb"(?:[0-9A-Fa-f]{2}){7,}")
IN_UTF_16 = re.compile(rb"(?:[ -~]\0){3}|(?:\0[ -~]){3}")
RUN_TOGETHER = "text run together"
NO_TEXT = re.compile(r"(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|DOUBLE|FLOAT|DECIMAL.*|BOOLEAN|DATE|TIME.*)")
ZLIB = (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")
Found = Iterator[tuple[str, bytes]]


def opened(place: str, content: bytes) -> Found:
    """(place, bytes) of a content and of all that is in it; every place starts with the one given."""
    yield place, content
    yield from ((f"{place}!{how}", text) for how, text in _decoded(content))
    for name, inner in _unpacked(content):
        yield from opened(f"{place}!{name}", inner)


def _decoded(content: bytes) -> Found:
    """The content with one encoding undone, where it has something in that encoding."""
    if IN_UTF_16.search(content):
        yield "utf-16", content.replace(b"\0", b"")
    if (b"%" in content or b"&" in content) and is_text(content):
        yield "entities", unescape(unquote(content.decode())).encode()
    runs = IN_BASE64.findall(content)
    for first in range(4):  # a word can begin at any letter of a run
        whole = b"\n".join(base64.urlsafe_b64decode(_whole(run[first:])) for run in runs)
        if whole:
            yield "base64", whole + b"\n" + whole.replace(b"\0", b"")
    if runs := IN_HEX.findall(content):
        yield "hex", b"\n".join(bytes.fromhex(run.decode()) for run in runs).replace(b"\0", b"")


def _whole(run: bytes) -> bytes:
    """A run that can be decoded: with its filling, without a last letter that says nothing."""
    run = run[: len(run) - (len(run) % 4 == 1)].replace(b"+", b"-").replace(b"/", b"_")
    return run + b"=" * (-len(run) % 4)


def _unpacked(content: bytes) -> Found:
    """What is packed in a content; nothing when it is no pack."""
    if content.startswith(b"PK\x03\x04"):
        with ZipFile(BytesIO(content)) as pack:
            yield "names", "\n".join(pack.namelist()).encode()
            yield from ((name, pack.read(name)) for name in pack.namelist())
    elif content.startswith(b"\x1f\x8b"):
        yield "gzip", gzip.decompress(content)
    elif content.startswith(b"%PDF"):
        yield from _of_pdf(PdfReader(BytesIO(content)))
    elif content.startswith(ZLIB):
        try:
            yield "zlib", zlib.decompress(content)
        except zlib.error:
            return  # two bytes that only look like it


def _of_pdf(reader: PdfReader) -> Found:
    """Streams and other objects of a PDF, and the text of its pages, with white space and without."""
    for number in range(1, reader.trailer["/Size"]):
        one = reader.get_object(number)
        yield f"object {number}", one.get_data() if isinstance(one, StreamObject) else str(one).encode()
    text = "\n".join(page.extract_text() for page in reader.pages)
    yield "text", text.encode()
    yield RUN_TOGETHER, re.sub(r"\s+", "", text).encode()


def is_text(content: bytes) -> bool:
    """Whether all of it is UTF-8."""
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def in_folder(folder: Path, word: str, left_out: str) -> Found:
    """All files below a folder, each by its path from there, except those below `left_out`.

    Of the tables of DuckDB and Parquet there are the rows with `word`.
    """
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        place = path.relative_to(folder).as_posix()
        if place.startswith(left_out):
            continue
        content = path.read_bytes()
        yield f"{place}!name", place.encode()
        if content[8:12] == b"DUCK" or content.startswith(b"PAR1"):
            yield place, content
            yield from _of_duckdb(place, path, word)
        elif content.startswith(b"SQLite format 3\0"):
            yield place, content
            yield from _of_sqlite(place, path)
        else:
            yield from opened(place, content)


def _of_duckdb(place: str, path: Path, word: str) -> Found:
    """The rows with a word of each table and view, as text; a Parquet file is one table. An encrypted database is
    opened with the keys of CHILDREN_KEYS.
    """
    if path.suffix == ".parquet":
        with duckdb.connect() as con:
            yield f"{place}!rows", _rows_with(word, con.read_parquet(str(path)))
        return
    with database_opened(path) as con:
        names = con.execute(
            "select schema_name, table_name from duckdb_tables() union all "
            "select schema_name, view_name from duckdb_views() where not internal order by all"
        ).fetchall()
        for schema, name in names:
            yield f"{place}!{schema}.{name}", _rows_with(word, con.sql(f'select * from "{schema}"."{name}"'))


def _rows_with(word: str, table: duckdb.DuckDBPyRelation) -> bytes:
    columns = [f'"{name}"::varchar' for name, kind in zip(table.columns, table.types, strict=True) if _holds_text(kind)]
    if not columns:
        return b""
    lines = table.project(f"concat_ws(' ', {', '.join(columns)}) as line")
    return "\n".join(row[0] for row in lines.filter(f"contains(lower(line), '{word.lower()}')").fetchall()).encode()


def _holds_text(kind: object) -> bool:
    return not NO_TEXT.fullmatch(str(kind))


def _of_sqlite(place: str, path: Path) -> Found:
    """Each value of each table that is not a number, opened."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as con:
        for (name,) in con.execute("select name from sqlite_master where type = 'table'").fetchall():
            for row in con.execute(f'select * from "{name}"'):
                for value in row:
                    if isinstance(value, str | bytes):
                        yield from opened(f"{place}!{name}", value.encode() if isinstance(value, str) else value)
