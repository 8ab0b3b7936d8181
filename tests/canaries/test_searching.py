"""The search finds a word however it is hidden, and an id and a date in every format of the report."""

from __future__ import annotations

import base64
import gzip
import sqlite3
import zlib
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import duckdb
import pytest

from orchestration.report.document import Cell, Chapter, Document, Row, Table
from orchestration.report.formats.html_page import html
from orchestration.report.formats.pdf import pdf
from orchestration.report.formats.workbook import workbook
from tests.canaries.personal import Ids, dates_in
from tests.canaries.searching import in_folder, opened

WORD = b"Serinus0007"


def packed(content: bytes) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as pack:
        pack.writestr("a/b.txt", content)
    return file.getvalue()


@pytest.mark.parametrize(
    "hide",
    [
        bytes,
        lambda word: base64.b64encode(b"x" + word),
        lambda word: base64.urlsafe_b64encode(b"\xff\xfe" + word),
        lambda word: word.hex().encode(),
        lambda word: word.decode().encode("utf-16"),
        lambda word: base64.b64encode(word.decode().encode("utf-16-le")),
        lambda word: "".join(f"&#{letter};" for letter in word).encode(),
        lambda word: "".join(f"%{letter:02x}" for letter in word).encode(),
        gzip.compress,
        zlib.compress,
        packed,
        lambda word: packed(gzip.compress(packed(base64.b64encode(word)))),
    ],
)
def test_a_hidden_word_is_found(hide: Callable[[bytes], bytes]) -> None:
    hidden = hide(WORD)
    assert any(WORD in content for _, content in opened("here", hidden))
    assert not any(WORD in content for _, content in opened("here", hide(b"Something")))


@pytest.mark.parametrize("render", [html, pdf, workbook])
@pytest.mark.parametrize("edition", ["restricted", "public"])
def test_words_ids_and_dates_are_found_in_every_format(render: Callable[[Document], bytes], edition: str) -> None:
    said = "Serinus0007, P0001551 of W142, born 6 January 2012"
    table = Table("one", "One", ("Place", "Figure"), (Row("Here", (Cell(said),)),))
    document = Document(
        "Report", "E08000018", date(2020, 12, 31), edition, (), (Chapter("One", "one", tables=(table,)),)
    )
    inside = [content for _, content in opened("here", render(document))]
    assert any(WORD in content for content in inside)
    assert set().union(*map(Ids(["P0001551", "W142", "P0001552", "T01"]).found_in, inside)) == {"P0001551", "W142"}
    assert date(2012, 1, 6) in set().union(*map(dates_in, inside))


def test_ids_and_dates_as_people_write_them() -> None:
    ids = Ids(["CLA-0014301-120821", "T27", "ZZ99 3VZ"])
    assert ids.found_in(b"xcla-0014301-120821y, zz99 3vz") == {"CLA-0014301-120821", "ZZ99 3VZ"}
    assert ids.found_in(b"team T27") == {"T27"}
    assert ids.found_in(b'<c r="T27"/> A1:T27 #T27 T271') == set()
    assert dates_in(b"2012-01-06T00:00, 07/01/2012, 8 January 2012, 9 Jan 2012; 99/99/2012") == {
        date(2012, 1, day) for day in (6, 7, 8, 9)
    }


def test_databases_are_read_table_by_table(tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / "a.duckdb")) as con:
        con.execute("create schema s; create table s.t as select 1 as n, ['x', 'Serinus0007'] as words")
        con.execute("create view s.v as select words from s.t; create table s.numbers as select 1 as n")
        con.execute(f"copy s.t to '{tmp_path / 'a.parquet'}' (format parquet)")
    with sqlite3.connect(tmp_path / "a.db") as con:
        con.execute("create table t (body blob)")
        con.execute("insert into t values (?)", [zlib.compress(WORD)])
    (tmp_path / "left").mkdir()
    (tmp_path / "left" / WORD.decode()).write_bytes(WORD)
    found = {place for place, content in in_folder(tmp_path, WORD.decode(), left_out="left/") if WORD in content}
    assert {"a.duckdb!s.t", "a.duckdb!s.v", "a.parquet!rows", "a.db!t!zlib"} <= found
    assert not any(place.startswith("left") for place in found)
