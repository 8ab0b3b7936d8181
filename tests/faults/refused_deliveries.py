"""Deliveries that are refused whole, as data: how each is spoiled, and all that is said of it.

A reason names a place and what does not fit; the deliveries hold the word CANARY where a value could slip into it.
"""

from __future__ import annotations

import contextlib
import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

from orchestration.landing.contract import tables
from orchestration.landing.limits import limit
from tests.faults.files import (
    MAIN,
    SHEET,
    locked,
    lying_about_size,
    packed,
    parquet,
    sheet_of,
    with_part,
    workbook,
)
from tests.faults.small import CONTACTS, HOUSEHOLDS, VISITS, Refused, Small

HEADER, FIRST, SECOND = CONTACTS.splitlines(keepends=True)
GOOD_WORKBOOK = workbook(HOUSEHOLDS)
GOOD_PARQUET = parquet(VISITS)
NOT_PLAIN = "file is not a plain name that ends in .csv, .parquet or .xlsx"
NOT_JSON = "is not JSON in UTF-8 with each key once"
NOT_ROWS = f"rows is not a whole number from 0 to {limit('table_rows')}"
NO_FILE = "named in the manifest but "
NO_XLSX, NO_PARQUET = "the file cannot be read as XLSX", "the file cannot be read as Parquet"


def manifest(name: str, reason: str, text: bytes | None = None, **keys: Any) -> Refused:
    """Keys of the manifest are falsified, or it is another text."""

    def spoil(small: Small) -> None:
        small.keys, small.text = keys, text

    return Refused(name, spoil, (("manifest.json", None, reason),))


def entry(name: str, reason: str, /, **keys: Any) -> Refused:
    """The manifest's first table is falsified."""
    return Refused(name, lambda small: small.entries[0].update(keys), (("manifest.json", None, f"table 1: {reason}"),))


def file_name(name: str, written: object) -> Refused:
    """The manifest gives a table a file of that name."""
    return entry(f"file_name_{name}", NOT_PLAIN, file=written)


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


def households(name: str, reason: str, content: bytes) -> Refused:
    """The workbook is another one."""
    return Refused(
        name,
        lambda small: small.put("lcs_foster_households", "households.xlsx", content, 1),
        (("households.xlsx", None, reason),),
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


def two_tables(name: str, reason: str, /, **second: str) -> Refused:
    """The manifest lists a second table beside the contacts, with some keys the same."""

    def spoil(small: Small) -> None:
        small.entries = [small.entries[0], {"name": "ssd_cp_visits", "file": "visits.parquet", "rows": 1, **second}]

    return Refused(name, spoil, (("manifest.json", None, reason),))


MANIFESTS = (
    manifest("manifest_not_an_object", "is not a JSON object", b"[]"),
    manifest("manifest_not_json", NOT_JSON, b"{"),
    manifest("manifest_empty", NOT_JSON, b""),
    manifest("manifest_key_twice", NOT_JSON, b'{"delivery": 1, "delivery": 2}'),
    manifest("manifest_deeply_nested", NOT_JSON, b"[" * 100_000),
    manifest("manifest_utf_16", NOT_JSON, '{"delivery": 1}'.encode("utf-16")),
    manifest("manifest_huge", f"is larger than {limit('manifest_bytes')} bytes", b" " * 1_000_001),
    manifest("manifest_huge_number", NOT_JSON, b'{"delivery": ' + b"9" * 5000 + b"}"),
    manifest("manifest_of_another_version", "contract_version is not 1", contract_version=2),
    manifest("manifest_version_is_true", "contract_version is not 1", contract_version=True),
    Refused(
        "manifest_number_beyond_all",
        lambda small: small.keys.update(delivery=10**30),
        (
            ("manifest.json", None, "delivery differs from its folder"),
            ("manifest.json", None, f"delivery is not a whole number from 1 to {limit('delivery_number')}"),
        ),
    ),
    Refused(
        "manifest_hundreds_of_unknown_keys",
        lambda small: small.keys.update({f"key{number:03d}": 1 for number in range(500)}),
        tuple(
            ("manifest.json", None, f"the manifest has an unknown key: key{number:03d}")
            for number in range(limit("reasons"))
        ),
    ),
    manifest("manifest_of_another_council", "la_code differs from its folder", la_code="E08000000"),
    manifest("manifest_of_another_month", "month_end differs from its folder", month_end="2020-11-30"),
    manifest("manifest_of_another_number", "delivery differs from its folder", delivery=2),
    manifest("manifest_extracted_too_early", "extract_date lies before month_end", extract_date="2020-12-30"),
    manifest(
        "manifest_extracted_years_later",
        f"extract_date lies more than {limit('extract_days')} days after month_end",
        extract_date="2031-01-06",
    ),
    manifest("manifest_extracted_in_words", "extract_date is not an ISO date", extract_date="soon"),
    manifest("manifest_extracted_in_9999", "extract_date is not an ISO date", extract_date="9999-12-31"),
    manifest("manifest_unknown_key", "the manifest has an unknown key: note\\n", **{"note\n": "CANARY"}),
    manifest("manifest_no_tables", "tables is not a list of at least one table", tables=[]),
    manifest("manifest_tables_in_words", "tables is not a list of at least one table", tables="all"),
    manifest(
        "manifest_thousands_of_tables",
        "tables lists more tables than the contract has",
        tables=[{}] * (len(tables()) + 1),
    ),
    *(
        manifest(
            f"manifest_source_system_{name}",
            "source_system is not a short text of printable characters",
            source_system=value,
        )
        for name, value in (
            ("empty", ""),
            ("with_control_characters", "a\x1b[2J"),
            ("of_half_a_character", "\ud800"),
            ("very_long", "a" * (limit("source_system_characters") + 1)),
        )
    ),
    *(
        entry(f"rows_{name}", NOT_ROWS, rows=rows)
        for name, rows in (
            ("negative", -1),
            ("true", True),
            ("in_words", "3"),
            ("a_fraction", 2.0),
            ("beyond_all_tables", 10**30),
        )
    ),
    Refused(
        "rows_nan",
        lambda small: small.entries[0].update(rows=float("nan")),
        (("manifest.json", None, NOT_JSON),),
    ),
    entry("hash_in_upper_case", "sha256 is not 64 lower-case hexadecimal digits", sha256="A" * 64),
    entry("hash_a_path", "sha256 is not 64 lower-case hexadecimal digits", sha256="../" * 21 + "a"),
    entry("table_unknown", "name is not a table of the contract", name="ssd_secrets"),
    entry("table_in_upper_case", "name is not a table of the contract", name="SSD_CONTACTS"),
    entry("table_is_sql", "name is not a table of the contract", name="ssd_contacts; drop table raw.deliveries"),
    entry("table_is_a_list", "name is not a table of the contract", name=["ssd_contacts"]),
    entry("table_key_unknown", "the table has an unknown key: path", path="/tmp"),
    entry("spreadsheet_of_a_case_table", "a spreadsheet is accepted for trackers only", file="contacts.xlsx"),
    two_tables("table_twice", "tables: a name stands twice", name="ssd_contacts"),
    two_tables("file_of_two_tables", "tables: a file stands twice", file="contacts.csv"),
    two_tables("files_that_differ_in_case", "tables: a file stands twice", file="Contacts.csv"),
)

FILE_NAMES = (
    file_name("goes_up", "../contacts.csv"),
    file_name("absolute", "/etc/passwd.csv"),
    file_name("with_backslash", "..\\contacts.csv"),
    file_name("of_a_drive", "C:contacts.csv"),
    file_name("in_a_folder", "sub/contacts.csv"),
    file_name("an_address", "https://example.org/contacts.csv"),
    file_name("with_a_line_break", "contacts\n.csv"),
    file_name("with_an_escape", "\x1b[2Jcontacts.csv"),
    file_name("with_nul", "contacts.csv\x00.xlsx"),
    file_name("very_long", "a" * 5000 + ".csv"),
    file_name("longer_than_the_limit", "a" * limit("file_name_characters") + ".csv"),
    file_name("look_alike_letters", "сontacts.csv"),
    file_name("right_to_left", "contacts\u202ecsv.csv"),
    file_name("with_brackets", "contacts[1].csv"),
    file_name("with_a_star", "*.csv"),
    file_name("with_a_question_mark", "contact?.csv"),
    file_name("with_braces", "{contacts,people}.csv"),
    file_name("with_a_quote", "contacts'.csv"),
    file_name("of_dots", ".."),
    file_name("only_an_ending", ".csv"),
    file_name("without_ending", "contacts"),
    file_name("of_another_ending", "contacts.txt"),
    file_name("ending_in_macros", "households.xlsm"),
    file_name("a_list", ["contacts.csv"]),
)

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

EXTENT = f"the sheet reaches over more than {limit('workbook_cells')} cells"
ENTITIES = "the workbook declares entities or a document type"
LAUGHS = '<!DOCTYPE w [<!ENTITY a "CANARY"><!ENTITY b "&a;&a;&a;&a;">]>'
WORKBOOKS = (
    households("workbook_nonsense", NO_XLSX, b"CANARY"),
    households("workbook_cut_short", NO_XLSX, GOOD_WORKBOOK[:-30]),
    households("workbook_damaged", NO_XLSX, GOOD_WORKBOOK.replace(b"xl/styles.xml", b"xl/styles.xmx", 1)),
    households(
        "workbook_encrypted",
        "the workbook is encrypted, or of the format before .xlsx",
        bytes.fromhex("D0CF11E0A1B11AE1") + bytes(512),
    ),
    households("workbook_part_encrypted", "a part of the workbook is encrypted", locked(GOOD_WORKBOOK, SHEET)),
    households(
        "workbook_zip_bomb",
        f"the workbook unpacks to more than {limit('workbook_unpacked_bytes')} bytes",
        with_part(GOOD_WORKBOOK, "xl/media/a.bin", bytes(limit("workbook_unpacked_bytes"))),
    ),
    households(
        "workbook_of_much_air",
        f"the workbook unpacks to more than {limit('workbook_ratio')} times its size",
        with_part(GOOD_WORKBOOK, "xl/media/a.bin", bytes(5_000_000)),
    ),
    households("workbook_lying_about_size", NO_XLSX, lying_about_size(GOOD_WORKBOOK, SHEET)),
    households(
        "workbook_of_many_parts",
        f"the workbook holds more than {limit('workbook_members')} parts",
        packed(sheet_of("") | {f"xl/media/{n}.bin": "" for n in range(limit("workbook_members"))}),
    ),
    households("workbook_part_twice", "the workbook holds two parts of one name", packed(sheet_of(""), twice=SHEET)),
    households(
        "workbook_billion_laughs",
        ENTITIES,
        with_part(GOOD_WORKBOOK, SHEET, f'{LAUGHS}<worksheet xmlns="{MAIN}"><sheetData/></worksheet>'),
    ),
    households(
        "workbook_entity_of_a_file",
        ENTITIES,
        with_part(GOOD_WORKBOOK, "xl/sharedStrings.xml", '<!DOCTYPE s [<!ENTITY a SYSTEM "file:///etc/passwd">]><s/>'),
    ),
    households(
        "workbook_entities_in_utf_16", ENTITIES, with_part(GOOD_WORKBOOK, SHEET, f"{LAUGHS}<w/>".encode("utf-16"))
    ),
    households(
        "workbook_with_macros", "the workbook holds macros", with_part(GOOD_WORKBOOK, "xl/vbaProject.bin", b"x")
    ),
    households(
        "workbook_with_a_macro_sheet",
        "the workbook holds macros",
        with_part(GOOD_WORKBOOK, "xl/macrosheets/sheet1.xml", "<m/>"),
    ),
    households(
        "workbook_renamed_from_xlsm",
        "the workbook holds macros",
        with_part(
            GOOD_WORKBOOK,
            "[Content_Types].xml",
            '<Types><Override ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>',
        ),
    ),
    households(
        "workbook_with_links_to_others",
        "the workbook takes values from elsewhere",
        with_part(GOOD_WORKBOOK, "xl/externalLinks/externalLink1.xml", "<e/>"),
    ),
    households(
        "workbook_with_a_document_in_it",
        "the workbook holds other documents or controls",
        with_part(GOOD_WORKBOOK, "xl/embeddings/a.docx", b"x"),
    ),
    households(
        "workbook_of_two_sheets", "the workbook holds 2 sheets, not one", packed(sheet_of("", names=("a", "b")))
    ),
    households(
        "workbook_counting_from_1904",
        "the workbook counts its days from 1904",
        packed(sheet_of("", properties='<workbookPr date1904="1"/>')),
    ),
    households(
        "workbook_cell_far_away",
        EXTENT,
        packed(sheet_of('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')),
    ),
    households("workbook_cell_nowhere", NO_XLSX, packed(sheet_of('<row r="1"><c r="1A"/></row>'))),
    households("workbook_without_rows", "the file is empty, not even a header", packed(sheet_of(""))),
    households("workbook_not_xml", NO_XLSX, with_part(GOOD_WORKBOOK, SHEET, "<worksheet>CANARY")),
)

CASES = (*MANIFESTS, *FILE_NAMES, *ON_DISK, *CSV, *PARQUET, *WORKBOOKS)
