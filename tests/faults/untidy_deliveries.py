"""Deliveries that land although they are untidy, as data: which rows are refused, and what is made of the others.

The good delivery holds contacts C1 and C2 of 1 and 2 December 2020, household H1 of 1 January 2020 and visit V1.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from orchestration.landing.contract import tables
from tests.faults.files import Formula, parquet, unplaced, workbook
from tests.faults.small import CONTACTS, HOUSEHOLDS, VISITS, Landed, Small

HEADER, FIRST, SECOND = CONTACTS.splitlines(keepends=True)
C1, C2 = ("C1", "P1", "2020-12-01", "6"), ("C2", "P2", "2020-12-02", "6")
H1 = ("H1", "2020-01-01", None)
V1 = ("V1", "P1", "2020-12-03")
CANARY = "CANARY"
CONTACT, HOUSEHOLD = "ssd_contacts", "lcs_foster_households"


def contacts(
    name: str, content: bytes, rows: int = 2, kept: tuple = (C1, C2), refused: tuple = (), unread: tuple = ()
) -> Landed:
    """The CSV file is another one; `refused` are (line, field, code), `unread` (field, code, the code that is told)."""
    return Landed(
        name,
        lambda small: small.put(CONTACT, "contacts.csv", content, rows),
        tuple((CONTACT, *one) for one in refused),
        {CONTACT: list(kept)},
        tuple((CONTACT, *one) for one in unread),
    )


def second_contact(
    name: str, row: str, *refused: tuple, kept: tuple = (C1,), rows: int = 2, unread: tuple = ()
) -> Landed:
    """The second contact is written otherwise; it stands in line 3."""
    return contacts(name, HEADER + FIRST + row.encode() + b"\n", rows, kept, refused, unread)


def household(name: str, *cells: object, kept: tuple = (), refused: tuple = (), unread: tuple = ()) -> Landed:
    """The workbook's only row is another one; it stands in line 2."""
    return Landed(
        name,
        lambda small: small.put(HOUSEHOLD, "households.xlsx", workbook([HOUSEHOLDS[0], cells]), 1),
        tuple((HOUSEHOLD, 2, *one) for one in refused),
        {HOUSEHOLD: list(kept)},
        tuple((HOUSEHOLD, *one) for one in unread),
    )


def visits(name: str, query: str, *kept: tuple) -> Landed:
    """The Parquet file is another one."""
    return Landed(
        name,
        lambda small: small.put("ssd_cp_visits", "visits.parquet", parquet(query), len(kept)),
        kept={"ssd_cp_visits": list(kept)},
    )


def table(
    name: str, named: str, rows: Iterable[dict[str, str]], *refused: tuple, kept: tuple = (), unread: tuple = ()
) -> Landed:
    """One more table as CSV, its rows from line 2 on; fields that are not given are empty."""

    def spoil(small: Small) -> None:
        fields = [field.name for field in tables()[named].fields]
        lines = [",".join(fields), *(",".join(row.get(name, "") for name in fields) for row in rows)]
        small.put(named, f"{named}.csv", "\n".join(lines).encode(), len(lines) - 1)

    return Landed(
        name,
        spoil,
        tuple((named, *one) for one in refused),
        {named: list(kept)},
        tuple((named, *one) for one in unread),
    )


def on_disk(name: str, change: Callable[[Path], object]) -> Landed:
    """Something is done to the folder that does not matter."""

    def spoil(small: Small) -> None:
        small.on_disk = change

    return Landed(name, spoil, kept={CONTACT: [C1, C2], HOUSEHOLD: [H1], "ssd_cp_visits": [V1]})


def hard_link(folder: Path) -> None:
    """The file stands under a second name."""
    os.link(folder / "contacts.csv", folder / "the_same.csv")


def in_order(*places: int) -> bytes:
    """The contacts with their columns in another order."""
    return b"".join(
        b",".join(line.strip(b"\n").split(b",")[place] for place in places) + b"\n" for line in (HEADER, FIRST, SECOND)
    )


UNTIDY = (
    Landed("nothing_untidy", lambda small: None, kept={CONTACT: [C1, C2], HOUSEHOLD: [H1], "ssd_cp_visits": [V1]}),
    contacts("byte_order_mark", b"\xef\xbb\xbf" + CONTACTS),
    contacts("windows_1252", CONTACTS.replace(b",6,,", ",6,Café – Zoë,".encode("cp1252"))),
    contacts("utf_8", CONTACTS.replace(b",6,,", ",6,Café – Zoë,".encode())),
    contacts("crlf", CONTACTS.replace(b"\n", b"\r\n")),
    contacts("cr_alone", CONTACTS.replace(b"\n", b"\r")),
    contacts("no_line_end_at_the_end", CONTACTS[:-1]),
    contacts("blank_lines", CONTACTS.replace(b"\nC", b"\n\nC") + b"\n\n"),
    contacts("everything_quoted", b'"' + CONTACTS[:-1].replace(b",", b'","').replace(b"\n", b'"\n"') + b'"\n'),
    contacts("iso_date_times", CONTACTS.replace(b",6,", b"T00:00:00,6,")),
    contacts("iso_date_times_with_fractions", CONTACTS.replace(b",6,", b" 23:59:59.997,6,")),
    contacts("iso_date_times_of_greenwich_at_midnight", CONTACTS.replace(b",6,", b"T00:00:00Z,6,")),
    contacts(
        "day_first_dates",
        CONTACTS.replace(b"2020-12-0", b"0").replace(b"01,6", b"01/12/2020,6").replace(b"02,6", b"02/12/2020,6"),
    ),
    contacts("padded_ids", CONTACTS.replace(b"\nC", b"\n  C").replace(b",P", b",\t\xc2\xa0P").replace(b",6", b" , 6 ")),
    contacts("lower_case_ids", CONTACTS.replace(b"\nC", b"\nc").replace(b",P", b",p")),
    contacts("an_extra_column", CONTACTS.replace(b",", b",exported,", 1).replace(b",P", b",nightly,P")),
    contacts("columns_in_another_order", in_order(5, 3, 1, 0, 2, 4)),
    contacts("header_in_upper_case_and_padded", CONTACTS.replace(HEADER, HEADER.upper().replace(b",", b" , "))),
    contacts("header_without_rows", HEADER, 0, ()),
    contacts("quoted_line_breaks", CONTACTS.replace(b",6,,", b',6,"two\r\nlines, ""quoted""",')),
    contacts("total_line", CONTACTS + b"  TOTAL: 2,,\n"),
    contacts("total_line_and_no_rows", HEADER + b"Total,0,,,,\n", 0, ()),
    second_contact("no_date", "C2,P2,1900-01-01,6,,", kept=(C1, ("C2", "P2", None, "6"))),
    second_contact("no_date_with_a_time", "C2,P2,01/01/1900 00:00,6,,", kept=(C1, ("C2", "P2", None, "6"))),
    second_contact("empty_date", "C2,P2,,6,,", kept=(C1, ("C2", "P2", None, "6"))),
    second_contact(
        "sql_in_a_value",
        "C2,'; drop table raw.deliveries; --,2020-12-02,6,,",
        kept=(C1, ("C2", "'; DROP TABLE RAW.DELIVERIES; --", "2020-12-02", "6")),
    ),
    household("serial_day", "H1", 43831, None, "MAINSTREAM", kept=(H1,)),
    household("serial_day_with_a_time", "H1", 43831.75, None, "MAINSTREAM", kept=(H1,)),
    household("serial_day_as_text", "H1", "43831", None, "MAINSTREAM", kept=(H1,)),
    household("date_cell", "H1", date(2020, 1, 1), None, "MAINSTREAM", kept=(H1,)),
    household(
        "iso_date_in_a_workbook",
        "H1",
        "2020-01-01",
        "01/02/2020",
        "MAINSTREAM",
        kept=(("H1", "2020-01-01", "2020-02-01"),),
    ),
    household("serial_day_1_is_no_date", "H1", 43831, 1, "MAINSTREAM", kept=(H1,)),
    household("number_as_id", 7, 43831, None, "mainstream", kept=(("7", "2020-01-01", None),)),
    Landed(
        "total_line_in_a_workbook",
        lambda small: small.put(HOUSEHOLD, "h.xlsx", workbook([*HOUSEHOLDS, (), ("Grand", 7), ("Total", 1)]), 2),
        ((HOUSEHOLD, 4, "approved_date", "date"),),
        {HOUSEHOLD: [H1]},
    ),
    Landed(
        "tracker_as_csv",
        lambda small: small.put(
            HOUSEHOLD,
            "h.csv",
            b"household_id,approved_date,deregistered_date,household_kind\nH1,01/01/2020,,MAINSTREAM",
            1,
        ),
        kept={HOUSEHOLD: [H1]},
    ),
    visits("typed_columns", VISITS, V1),
    visits("text_columns", VISITS.replace("date '2020-12-03'", "'03/12/2020'").replace("'Y'", "'yes'"), V1),
    visits("time_stamps_and_booleans", VISITS.replace("date '", "timestamp '").replace("'Y'", "true"), V1),
    visits("numbers_as_ids", VISITS.replace("'V1'", "7.0::double"), ("7", "P1", "2020-12-03")),
    on_disk("hard_link", hard_link),
    on_disk("files_beside_the_delivery", lambda folder: (folder / "notes; rm -rf.txt").write_text("x")),
    on_disk("writable_by_nobody", lambda folder: (folder / "contacts.csv").chmod(0o400)),
)

DATE = (3, "cont_contact_date", "date")
ROWS = (
    second_contact("date_that_is_none", f"C2,{CANARY},31/02/2020,6,,", DATE),
    second_contact("date_in_words", f"C2,P2,{CANARY},6,,", DATE),
    second_contact("date_month_first", f"C2,{CANARY},12/31/2020,6,,", DATE),
    second_contact("date_of_two_digits", f"C2,{CANARY},01/12/20,6,,", DATE),
    second_contact("date_followed_by_words", f"C2,P2,2020-12-01 {CANARY},6,,", DATE),
    second_contact("date_of_another_zone", f"C2,{CANARY},2020-06-30T23:00:00Z,6,,", DATE),
    second_contact("number_in_a_csv_date", f"C2,{CANARY},43831,6,,", DATE),
    second_contact(
        "unknown_code",
        f"C2,P2,2020-12-02,{CANARY},,",
        kept=(C1, ("C2", "P2", "2020-12-02", CANARY)),
        unread=(("cont_contact_source_code", "code", ""),),
    ),
    second_contact(
        "unknown_code_that_can_be_told",
        "C2,P2,2020-12-02,6x,,",
        kept=(C1, ("C2", "P2", "2020-12-02", "6X")),
        unread=(("cont_contact_source_code", "code", "6X"),),
    ),
    second_contact("id_missing", f",{CANARY},2020-12-02,6,,", (3, "cont_contact_id", "missing")),
    second_contact("required_value_of_blanks", f"C2,  ,2020-12-02,6,{CANARY},", (3, "cont_person_id", "missing")),
    second_contact("too_few_fields", f"C2,{CANARY}", (3, None, "short_row")),
    second_contact("too_many_fields", f"C2,P2,2020-12-02,6,,,{CANARY}", (3, None, "long_row")),
    second_contact("error_of_a_formula_in_csv", "C2,#N/A,2020-12-02,6,,", (3, "cont_person_id", "formula")),
    second_contact("error_of_a_formula_as_id", "#REF!,P2,2020-12-02,6,,", (3, "cont_contact_id", "formula")),
    second_contact(
        "error_of_a_formula_as_code",
        "C2,P2,2020-12-02,#N/A,,",
        kept=(C1, ("C2", "P2", "2020-12-02", "#N/A")),
        unread=(("cont_contact_source_code", "code", ""),),
    ),
    contacts("same_row_twice", CONTACTS + FIRST, 3, refused=((4, "cont_contact_id", "repeat"),)),
    contacts(
        "same_row_three_times",
        CONTACTS + FIRST * 2,
        4,
        refused=((4, "cont_contact_id", "repeat"), (5, "cont_contact_id", "repeat")),
    ),
    contacts(
        "id_twice_with_other_content",
        CONTACTS + f"C1,{CANARY},2020-12-01,6,,\n".encode(),
        3,
        (C2,),
        ((2, "cont_contact_id", "conflict"), (4, "cont_contact_id", "conflict")),
    ),
    contacts(
        "id_twice_once_in_lower_case",
        CONTACTS + f"c1,{CANARY},2020-12-01,6,,\n".encode(),
        3,
        (C2,),
        ((2, "cont_contact_id", "conflict"), (4, "cont_contact_id", "conflict")),
    ),
    contacts(
        "line_of_a_row_after_line_breaks",
        HEADER + b'C1,P1,2020-12-01,6,"a\n\n\nb",\nC2,P2,soon,6,,\n',
        2,
        (C1,),
        ((6, "cont_contact_date", "date"),),
    ),
    contacts(
        "a_total_line_in_the_middle",
        HEADER + FIRST + b"Total,1,,,,\n" + SECOND,
        3,
        (C1, ("TOTAL", "1", None, None), C2),
    ),
    household("serial_day_too_short", CANARY, 2020, None, "MAINSTREAM", refused=(("approved_date", "date"),)),
    household("serial_day_below_zero", CANARY, -43831, None, "MAINSTREAM", refused=(("approved_date", "date"),)),
    household(
        "error_of_a_formula", CANARY, Formula("#DIV/0!"), None, "MAINSTREAM", refused=(("approved_date", "formula"),)
    ),
    household(
        "unknown_code_in_a_workbook",
        *("H1", 43831, None, CANARY),
        kept=(H1,),
        unread=(("household_kind", "code", ""),),
    ),
    household(
        "formula_without_a_value",
        *("H1", 43831, Formula(), "MAINSTREAM"),
        refused=(("deregistered_date", "formula"),),
    ),
    household(
        "kind_that_a_formula_has_not_found",
        *("H1", 43831, None, Formula("#N/A")),
        kept=(H1,),
        unread=(("household_kind", "code", ""),),
    ),
    Landed(
        "cells_that_do_not_say_where_they_stand",
        lambda small: small.put(HOUSEHOLD, "h.xlsx", unplaced([*HOUSEHOLDS, ("H2", Formula("#N/A"), None, "")]), 2),
        ((HOUSEHOLD, 3, "approved_date", "formula"),),
        {HOUSEHOLD: [H1]},
    ),
    visits("instants_of_midnight", VISITS.replace("date '2020-12-03'", "timestamptz '2020-12-03 00:00:00+00'"), V1),
    Landed(
        "instants_of_an_hour",
        lambda small: small.put(
            "ssd_cp_visits",
            "visits.parquet",
            parquet(VISITS.replace("date '2020-12-03'", "timestamptz '2020-06-30 23:00:00+00'")),
            1,
        ),
        (("ssd_cp_visits", 2, "cppv_cp_visit_date", "date"),),
        {"ssd_cp_visits": []},
    ),
    table(
        "not_a_number",
        "hr_posts",
        [{"post_id": "B1", "professional_id": "W1", "role": "CASE_HOLDER", "employment": "PERMANENT", "fte": CANARY}],
        kept=(("B1", "W1", None),),
        unread=(("fte", "number", ""),),
    ),
    table(
        "no_number",
        "hr_posts",
        [{"post_id": "B1", "professional_id": "W1", "role": "CASE_HOLDER", "employment": "PERMANENT"}],
        kept=(("B1", "W1", None),),
        unread=(("fte", "missing", ""),),
    ),
    table(
        "number_of_three_decimals",
        "hr_posts",
        [{"post_id": "B1", "role": "CASE_HOLDER", "employment": "PERMANENT", "fte": "0.675"}],
        kept=(("B1", None, "0.675"),),
    ),
    table(
        "not_yes_or_no",
        "ssd_cp_plans",
        [{"cppl_cp_plan_id": "L1", "cppl_person_id": "P1", "cppl_cp_plan_ola": CANARY}],
        kept=(("L1", "P1", None),),
        unread=(("cppl_cp_plan_ola", "flag", ""),),
    ),
    table(
        "not_json",
        "ssd_cin_assessments",
        [{"cina_assessment_id": "A1", "cina_person_id": "P1", "cina_assessment_outcome_json": f"{{{CANARY}"}],
        kept=(("A1", "P1", None),),
        unread=(("cina_assessment_outcome_json", "json", ""),),
    ),
    table(
        "unknown_term",
        "epep_terms",
        [{"record_id": "T1", "person_id": "P1", "academic_year": "2019/20", "term": CANARY}],
        (2, "term", "code"),
    ),
    table(
        "birth_date_that_is_none",
        "ssd_person",
        [{"pers_person_id": "P1", "pers_dob": CANARY}, {"pers_person_id": "P2", "pers_dob": "1019-05-05"}],
        kept=(("P1", None), ("P2", None)),
        unread=(("pers_dob", "date", ""), ("pers_dob", "no_date_of_service", "")),
    ),
    second_contact("year_0019", f"C2,{CANARY},0019-03-01,6,,", (3, "cont_contact_date", "no_date_of_service")),
    second_contact("year_1020", f"C2,{CANARY},01/03/1020,6,,", (3, "cont_contact_date", "no_date_of_service")),
    second_contact("year_2202", f"C2,{CANARY},2202-03-01,6,,", (3, "cont_contact_date", "no_date_of_service")),
    second_contact("id_that_was_rounded", "1.23E+11,P2,2020-12-02,6,,", (3, "cont_contact_id", "rounded")),
    second_contact("child_that_was_rounded", "C2,1.2e+05,2020-12-02,6,,", (3, "cont_person_id", "rounded")),
    second_contact("id_of_minus_one", f"-1,{CANARY},2020-12-02,6,,", (3, "cont_contact_id", "missing")),
    second_contact("child_that_says_null", "C2,Null,2020-12-02,6,,", (3, "cont_person_id", "missing")),
    table(
        "reference_that_was_rounded",
        "ssd_cin_assessments",
        [{"cina_assessment_id": "A1", "cina_person_id": "P1", "cina_referral_id": "1.23E+11"}],
        kept=(("A1", "P1", None),),
        unread=(("cina_referral_id", "rounded", ""),),
    ),
    table(
        "nothing_in_many_spellings",
        "ssd_cin_assessments",
        [
            {"cina_assessment_id": f"A{n}", "cina_person_id": "P1", "cina_referral_id": nothing}
            for n, nothing in enumerate(
                ("-1", "-1.0", "NULL", "null", "(null)", "[NULL]", " Null ", "NaN", "<NA>", "\\N")
            )
        ],
        kept=tuple((f"A{n}", "P1", None) for n in range(10)),
    ),
    table(
        "one_id_in_many_spellings",
        "ssd_cin_assessments",
        [
            {"cina_assessment_id": f"A{n}", "cina_person_id": "P1", "cina_referral_id": spelt}
            for n, spelt in enumerate(
                (
                    *(
                        "R-1001",
                        " r-1001 ",
                        "\u200bR-1001",
                        "R-10\u200d01\ufeff",
                        "R\u20111001",
                        "R\u20101001",
                        "R-1001\u202f",
                    ),
                    *("R-1\u00a0001", "R-1\u202f001", "R\u00ad-1001", "\u202aR-1001\u202c"),
                )
            )
        ],
        kept=tuple((f"A{n}", "P1", "R-1001") for n in range(11)),
    ),
    table(
        "whole_numbers_as_pandas_writes_them",
        "ssd_cin_assessments",
        [{"cina_assessment_id": "7.0", "cina_person_id": "1001.0", "cina_referral_id": "1001.5"}],
        kept=(("7", "1001", "1001.5"),),
    ),
    contacts(
        "same_row_twice_once_with_a_point",
        HEADER + b"1001,P1,2020-12-01,6,,\n1001.0,P1,2020-12-01,6.0,,\n",
        2,
        (("1001", "P1", "2020-12-01", "6"),),
        ((3, "cont_contact_id", "repeat"),),
    ),
    contacts(
        "same_row_twice_but_for_what_no_model_reads",
        CONTACTS + FIRST.replace(b",6,,", b",6,Police,{}"),
        3,
        refused=((4, "cont_contact_id", "repeat"),),
    ),
    table(
        "review_twice_but_for_participation",
        "ssd_cla_reviews",
        [
            {"clar_cla_review_id": "W1", "clar_cla_id": "K1", "clar_cla_review_date": "2020-09-10", **more}
            for more in ({}, {"clar_cla_review_participation": "PN3", "clar_cla_review_due_date": "2020-09-12"})
        ],
        (3, "clar_cla_review_id", "repeat"),
        kept=(("W1", "K1", "2020-09-10"),),
    ),
)

CASES = (*UNTIDY, *ROWS)
