"""Deliveries refused for a CSV or Parquet file, or for what stands in its place, as data: how each is spoiled, and all
that is said of it.
"""

from __future__ import annotations

import contextlib
import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

from orchestration.landing.limits import limit
from tests.faults.files import parquet
from tests.faults.small import CONTACTS, VISITS, Refused, Small

HEADER, FIRST, SECOND = CONTACTS.splitlines(keepends=True)
GOOD_PARQUET = parquet(VISITS)
NO_FILE = "named in the manifest but "
NO_PARQUET = "the file cannot be read as Parquet"


def contacts(name: str, reason: str, content: bytes, line: int | None = None, rows: int = 2) -> Refused:
    """The CSV file is another one."""
    return Refused(
        name,
        lambda small: small.put("ssd_contacts", "contacts.csv", content, rows),
        (("contacts.csv", line, reason),),
    )


def visits(name: str, reason: str, content: bytes, line: int | None = None) -> Refused:
    """The Parquet file is another one."""
    return Refused(
        name,
        lambda small: small.put("ssd_cp_visits", "visits.parquet", content, 1),
        (("visits.parquet", line, reason),),
    )


def on_disk(name: str, file: str, reason: str, change: Callable[[Path], Any]) -> Refused:
    """Something else stands under the name of a file."""

    def spoil(small: Small) -> None:
        def replace(folder: Path) -> None:
            (folder / file).rename(folder / "kept_aside")
            change(folder / file)

        small.on_disk = replace

    return Refused(name, spoil, ((file, None, reason),))


def a_socket(path: Path) -> None:
    """The name of a socket may not be long, so it is made from within the folder."""
    with contextlib.chdir(path.parent), socket.socket(socket.AF_UNIX) as made:
        made.bind(path.name)


ON_DISK = (
    on_disk("file_missing", "contacts.csv", NO_FILE + "is not there", lambda path: None),
    on_disk(
        "file_a_symbolic_link",
        "contacts.csv",
        NO_FILE + "is a symbolic link",
        lambda path: path.symlink_to("kept_aside"),
    ),
    on_disk(
        "file_a_link_to_a_device",
        "contacts.csv",
        NO_FILE + "is a symbolic link",
        lambda path: path.symlink_to("/dev/zero"),
    ),
    on_disk("file_a_pipe", "contacts.csv", NO_FILE + "is not a regular file", os.mkfifo),
    on_disk("file_a_folder", "contacts.csv", NO_FILE + "is not a regular file", Path.mkdir),
    on_disk("file_a_socket", "contacts.csv", NO_FILE + "cannot be opened as a regular file", a_socket),
    on_disk(
        "manifest_a_symbolic_link",
        "manifest.json",
        "is a symbolic link",
        lambda path: path.symlink_to("kept_aside"),
    ),
    on_disk("manifest_a_pipe", "manifest.json", "is not a regular file", os.mkfifo),
    on_disk("manifest_a_folder", "manifest.json", "is not a regular file", Path.mkdir),
    on_disk(
        "file_cut_short_after_the_manifest",
        "contacts.csv",
        "sha256 differs from the manifest",
        lambda path: path.write_bytes(CONTACTS[:-4]),
    ),
    Refused(
        "hash_that_lies",
        lambda small: small.entries[0].update(sha256="0" * 64),
        (("contacts.csv", None, "sha256 differs from the manifest"),),
    ),
)


CSV = (
    contacts("csv_empty", "the file is empty, not even a header", b""),
    contacts("csv_only_line_breaks", "the file is empty, not even a header", b"\r\n\r\n"),
    contacts("csv_quote_never_closed", "a quote is opened here and never closed", HEADER + FIRST + b'"CANARY\n', 3),
    contacts("csv_quotes_not_doubled", "quotes inside a field are not doubled", HEADER + b'C1,"P"1",,6,,\n', 2),
    contacts("csv_null_bytes", "the file holds null bytes", HEADER + b"C1,P\0,,6,,\n"),
    contacts("csv_utf_16", "the file is UTF-16, not UTF-8 or Windows-1252", CONTACTS.decode().encode("utf-16")),
    contacts("csv_utf_16_without_mark", "the file holds null bytes", CONTACTS.decode().encode("utf-16-le")),
    contacts("csv_of_no_encoding", "the file is neither UTF-8 nor Windows-1252", HEADER + b"C1,\x81,,6,,\n"),
    contacts(
        "csv_gigantic_field",
        f"a field is longer than {limit('cell_characters')} characters",
        HEADER + FIRST + b"C2,P2,,6," + b"x" * (limit("cell_characters") + 1) + b",\n",
        3,
    ),
    contacts(
        "csv_gigantic_line",
        f"a line is longer than {limit('line_bytes')} bytes",
        HEADER + b"," * (limit("line_bytes") + 1),
    ),
    contacts(
        "csv_gigantic_header",
        f"the header has more than {limit('columns')} columns",
        HEADER.strip() + b",x" * limit("columns") + b"\n",
        1,
    ),
    contacts("csv_column_missing", "column missing: cont_person_id", CONTACTS.replace(b"cont_person_id", b"child"), 1),
    contacts("csv_column_twice", "column given twice: cont_person_id", HEADER.strip() + b", CONT_PERSON_ID\n", 1),
    Refused(
        "csv_separated_by_semicolons",
        lambda small: small.put("ssd_contacts", "contacts.csv", CONTACTS.replace(b",", b";"), 2),
        tuple(("contacts.csv", 1, f"column missing: {name}") for name in HEADER.decode().strip().split(",")),
    ),
    contacts("csv_fewer_rows", "2 data rows, the manifest says 3", CONTACTS, rows=3),
    contacts("csv_more_rows", "2 data rows, the manifest says 1", CONTACTS, rows=1),
    contacts("csv_a_total_line_is_counted", "2 data rows, the manifest says 3", CONTACTS + b"Total,2,,,,\n", rows=3),
)


PARQUET = (
    visits("parquet_nonsense", NO_PARQUET, b"CANARY"),
    visits("parquet_cut_short", NO_PARQUET, GOOD_PARQUET[:-20]),
    visits("parquet_without_its_middle", NO_PARQUET, GOOD_PARQUET[:40] + GOOD_PARQUET[80:]),
    visits(
        "parquet_nested",
        "a column holds lists or records, not single values",
        parquet(VISITS.replace("'P1'", "['P1']")),
    ),
    visits(
        "parquet_record",
        "a column holds lists or records, not single values",
        parquet(VISITS.replace("'P1'", "{'id': 'P1'}")),
    ),
    visits(
        "parquet_millions_of_rows",
        f"the file says it holds more than {limit('table_rows')} rows",
        parquet(f"select 'V1' as cppv_cp_visit_id from range({limit('table_rows') + 1})"),
    ),
    visits("parquet_more_rows", "3 data rows, the manifest says 1", parquet(f"{VISITS} from range(3)")),
    visits(
        "parquet_enormous_value",
        f"a field is longer than {limit('cell_characters')} characters",
        parquet(VISITS.replace("'P1'", f"repeat('x', {limit('cell_characters') + 1})")),
        2,
    ),
    visits("parquet_null_character", "a field holds a null character", parquet(VISITS.replace("'P1'", "chr(0)")), 2),
    visits("parquet_column_missing", "column missing: cppv_person_id", parquet(VISITS.replace("cppv_person", "x")), 1),
)


CASES = (*ON_DISK, *CSV, *PARQUET)
