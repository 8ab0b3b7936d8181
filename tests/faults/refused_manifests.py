"""Deliveries refused for their manifest, as data: how each is spoiled, and all that is said of it."""

from __future__ import annotations

from typing import Any

from orchestration.landing.contract import tables
from orchestration.landing.limits import limit
from tests.faults.small import Refused, Small

NOT_PLAIN = "file is not a plain name that ends in .csv, .parquet or .xlsx"
NOT_JSON = "is not JSON in UTF-8 with each key once"
NOT_ROWS = f"rows is not a whole number from 0 to {limit('table_rows')}"


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


CASES = (*MANIFESTS, *FILE_NAMES)
