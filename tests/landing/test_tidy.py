"""A tidy file is loaded at once, and nothing that is landed or said depends on it.

Each file here is landed twice, once by the careful reader alone: rows, faults, ignored columns and refusals are the
same, word by word.
"""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from datetime import date
from types import SimpleNamespace

import duckdb
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from orchestration.build import database
from orchestration.landing import safe_open, table_files
from orchestration.landing.contract import tables
from orchestration.landing.deliveries import land_one
from orchestration.landing.limits import limit
from orchestration.landing.manifest import Manifest, TableEntry
from orchestration.landing.problems import DeliveryRefused
from orchestration.landing.safe_open import CHUNK

TABLE = "hr_posts"
NAMES = [field.name for field in tables()[TABLE].fields]
HEADER = ",".join(NAMES)
WIDTH = len(NAMES)
LONG = limit("cell_characters")
ODD = [
    *(
        "",
        " ",
        "a",
        " a ",
        "ä€😀",
        "\ufeff",
        "\u2028",
        "\x0b",
        "\x1c",
        "\xa0",
        "total",
        " Total: 2",
        "TOTAL",
        "tot",
        "\\",
        "\\n",
    ),
    *(
        '"',
        '""',
        '"a"',
        ' "a"',
        '"a" ',
        '"a"  "b"',
        'a"b',
        'a"b"',
        '"a""b"',
        '"""a"""',
        '""a',
        '"a',
        '"a,b"',
        ', "a',
        '" a"',
    ),
    *(
        '"a\nb"',
        '"a\r\nb"',
        '"a\rb"',
        '"\n"',
        "\r",
        "\n",
        "\r\n",
        "\n\n",
        ",",
        ",,",
        "\0",
        "#N/A",
        '"#N/A"',
        "#",
        "a#N/Ab",
        "#REF!",
    ),
    *(
        "x" * 90,
        "x" * (LONG // 2 + 1),
        "x" * LONG,
        "x" * (LONG + 1),
        "'; drop table x; --",
        "2020-01-01",
        "{}",
        "NULL",
        ";",
        "\t",
    ),
    *('"{""A"": ""Y"", ""B"": """"}"', '"a, ""b"', '"total"', ' "total"', '""', '"", ""', "'a,b'", "--", "/*"),
]
CELL = st.one_of(st.sampled_from(ODD), st.text(max_size=4), st.text('", \n\r#a\\', max_size=6))
PLAIN = st.sampled_from(
    ["", "a", "b c", '"a,b"', '"say ""a"""', '"{""A"": ""Y"", ""B"": """"}"', "ä", '""', " a", "a "]
)


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A database with the tables of raw, and a folder for deliveries."""
    tmp = tmp_path_factory.mktemp("tidy")
    with database.connect(tmp / "build" / "council.duckdb") as con:
        database.prepare(con)
        yield SimpleNamespace(con=con, folder=tmp)


@contextmanager
def careful_alone(doubt=lambda *_: None):
    """No file is taken for tidy."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(table_files, "_if_tidy", doubt)
        yield


def landed(place, content, rows, name, table=TABLE):
    """Everything that landing a file leaves behind or says."""
    (place.folder / name).write_bytes(content)
    entry = TableEntry(table, name, rows, hashlib.sha256(content).hexdigest())
    manifest = Manifest("E09999999", date(2020, 12, 31), 1, date(2021, 1, 6), "Demo", (entry,), "0" * 64)
    try:
        said = land_one(place.con, place.folder, manifest, place.folder / "tmp")
    except DeliveryRefused as refusal:
        said = refusal.problems
    stored = place.con.execute(f"select * from raw.{table} order by _row").fetchall()
    for one in ("deliveries", "delivery_tables", table):
        place.con.execute(f"delete from raw.{one}")
    return said, stored


def lands_alike(place, content, rows, name, table=TABLE):
    at_once = landed(place, content, rows, name, table)
    with careful_alone():
        assert landed(place, content, rows, name, table) == at_once


def goes(place, content, rows, name, table=TABLE):
    """'at once' or 'carefully'."""
    took = []
    load = table_files._if_tidy

    def watched(*args):
        took.append(load(*args))
        return took[-1]

    with careful_alone(watched):
        assert not isinstance(landed(place, content, rows, name, table)[0], tuple)
    return "at once" if took[0] else "carefully"


def csv_of(*lines):
    """A file of these lines below its header, and how many the manifest says."""
    return "\n".join([HEADER, *lines, ""]).encode(), len(lines)


@st.composite
def csv_files(draw):
    """Mostly tidy lines, some cells or lines of which are not; and how many rows the manifest says."""
    cell = draw(st.sampled_from([PLAIN, PLAIN, CELL, st.one_of(PLAIN, CELL)]))
    line = st.lists(cell, min_size=WIDTH, max_size=WIDTH)
    if draw(st.integers(0, 3)) == 0:
        line = st.one_of(line, st.lists(cell, max_size=WIDTH + 2))
    lines = [",".join(cells) for cells in draw(st.lists(line, max_size=6))]
    if draw(st.integers(0, 3)) == 0:
        at = draw(st.integers(0, len(lines)))
        lines.insert(
            at, draw(st.sampled_from(["", " ", "Total", '"Total, all",,,,,,,', lines[0] + "," if lines else ","]))
        )
    header = draw(
        st.sampled_from(
            [HEADER] * 6 + [HEADER.upper() + ",more", HEADER + ",", f'"{NAMES[0]}"' + HEADER[len(NAMES[0]) :]]
        )
    )
    end = draw(st.sampled_from(["\n", "\r\n"] * 4 + ["\r"]))
    text = end.join([header, *lines]) + draw(st.sampled_from([end, end, "", end * 2]))
    if draw(st.integers(0, 5)) == 0:
        text = text.replace(end, "\r\n" if end == "\n" else "\n", 1)
    content = text.encode(
        draw(st.sampled_from(["utf-8"] * 4 + ["utf-8-sig", "utf-8-sig", "cp1252", "utf-16"])), "replace"
    )
    return content, len(lines) + draw(st.sampled_from([0] * 6 + [1, -1]))


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(csv_files(), st.sampled_from([30, 1000, CHUNK]))
@example((f"\ufeff{HEADER}\r\n".encode(), 0), CHUNK)
@example(csv_of('a,"b" "c",,,,,,'), CHUNK)
@example(csv_of('a, "b",,,,,,'), CHUNK)
@example(csv_of("a,b,,,,,,,"), CHUNK)
@example(csv_of("a,b,,,,,,,", "a,b,,,,,"), CHUNK)
@example(csv_of("a,#N/A,,,,,,"), CHUNK)
@example(csv_of(f"a,{'x' * (LONG + 1)},,,,,,"), CHUNK)
@example(csv_of('a,"b\rc",,,,,,', "d,,,,,,,"), CHUNK)
@example(csv_of("a,,,,,,,", "Total,1,,,,,,"), CHUNK)
def test_a_csv_lands_alike(place, made, block):
    content, rows = made
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(safe_open, "CHUNK", block)
        lands_alike(place, content, max(0, rows), "posts.csv")


PARQUET_CELLS = {
    "varchar": st.one_of(
        st.none(),
        st.sampled_from(["", "a", " a ", "ä😀", "Total", "#N/A", "#", "a\nb", "\r", '"', "\0", "x" * (LONG + 1)]),
    ),
    "date": st.one_of(st.none(), st.dates().map(str)),
    "timestamp": st.one_of(st.none(), st.datetimes().map(str)),
    "boolean": st.one_of(st.none(), st.booleans().map(str)),
    "bigint": st.one_of(st.none(), st.integers(-(2**63), 2**63 - 1).map(str)),
    "utinyint": st.one_of(st.none(), st.integers(0, 255).map(str)),
    "double": st.one_of(st.none(), st.floats().map(repr)),
    "decimal(9,2)": st.one_of(st.none(), st.decimals(-1000, 1000, places=2).map(str)),
    "time": st.one_of(st.none(), st.times().map(str)),
    "blob": st.one_of(st.none(), st.just("\\xAA")),
    "varchar[]": st.one_of(st.none(), st.just("[a]")),
}


@st.composite
def parquet_files(draw):
    """(types, rows of cells as text, rows of the manifest, rows in a group)."""
    odd = draw(st.booleans())
    kinds = draw(
        st.lists(
            st.sampled_from(list(PARQUET_CELLS) if odd else ["varchar", "date", "bigint"]),
            min_size=WIDTH,
            max_size=WIDTH,
        )
    )
    rows = draw(st.lists(st.tuples(*(PARQUET_CELLS[kind] for kind in kinds)), max_size=5))
    return kinds, rows, len(rows) + draw(st.sampled_from([0] * 6 + [1]))


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(parquet_files())
def test_a_parquet_lands_alike(place, made):
    kinds, rows, said = made
    path = place.folder / "made.parquet"
    with duckdb.connect() as con:
        con.execute(f"create table made ({', '.join(f'{n} {kind}' for n, kind in zip(NAMES, kinds, strict=True))})")
        if rows:
            con.executemany(f"insert into made values ({', '.join('?' * WIDTH)})", rows)
        con.execute(f"copy made to '{path}' (format parquet)")
    lands_alike(place, path.read_bytes(), said, "posts.parquet")


def test_rows_keep_their_line_however_many_read_them(place):
    """More rows than DuckDB hands to one thread."""
    lines = "".join(f'{n},"a, {n}",b,,,,,\r\n' for n in range(300_000))
    content = f"{HEADER}\r\n{lines}".encode()
    _, stored = landed(place, content, 300_000, "posts.csv")
    assert all(row[3] == int(row[5]) + 2 for row in stored)
    path = place.folder / "many.parquet"
    select = ", ".join(["range as " + NAMES[0], *(f"'' as {name}" for name in NAMES[1:])])
    duckdb.sql(f"select {select} from range(300000)").write_parquet(str(path), row_group_size=5000)
    _, stored = landed(place, path.read_bytes(), 300_000, "posts.parquet")
    assert all(row[3] == int(row[5]) + 2 for row in stored)


TIDY = f'{HEADER}\n1,"a, ""b""",,"",é,,,\n2,b,,,,,,x\n'


@pytest.mark.parametrize(
    "text",
    [
        TIDY,
        TIDY[:-1],
        TIDY.replace("\n", "\r\n"),
        "\ufeff" + TIDY,
        TIDY.upper().replace("\n", ",\n").replace(",\n", ",MORE\n", 1),
    ],
    ids=["plain", "no_end", "crlf", "bom", "another_column"],
)
def test_a_tidy_csv_goes_at_once(place, text):
    assert goes(place, text.encode(), 2, "posts.csv") == "at once"


def test_a_csv_that_is_not_tidy_goes_carefully(place):
    assert goes(place, f'{HEADER}\n1,"a\nb",,,,,,\n'.encode(), 1, "posts.csv") == "carefully"


def test_a_tidy_parquet_goes_at_once(place):
    path = place.folder / "typed.parquet"
    values = [
        "'1'",
        "date '2020-01-01'",
        "true",
        "7",
        "timestamp '2020-01-01 10:00:00'",
        *(["null::varchar"] * (WIDTH - 5)),
    ]
    select = ", ".join(f"{value} as {name}" for value, name in zip(values, NAMES, strict=True))
    duckdb.sql(f"select {select}").write_parquet(str(path))
    assert goes(place, path.read_bytes(), 1, "posts.parquet") == "at once"
