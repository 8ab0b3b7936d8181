"""Files as they come: encodings, quoting, total lines, column order, Parquet and spreadsheets."""

import zipfile
from datetime import date

import duckdb
import pytest

from tests.landing.small_deliveries import csv_bytes, write_delivery

HEADER = (
    "cont_contact_id,cont_person_id,cont_contact_date,cont_contact_source_code,"
    "cont_contact_source_desc,cont_contact_outcome_json"
)


def contacts(place):
    return place.con.execute(
        "select _row, _fault, cont_contact_id, cont_contact_source_desc from raw.ssd_contacts order by _row"
    ).fetchall()


def deliver(place, text, rows, encoding="utf-8", name="contacts.csv", table="ssd_contacts"):
    content = text if isinstance(text, bytes) else text.encode(encoding)
    write_delivery(place.landing, {table: (name, content, rows)})
    return place.land()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_encodings_and_line_ends(place, encoding, line_end):
    deliver(place, line_end.join([HEADER, "C1,P1,2020-12-01,6,Café,", ""]), 1, encoding)
    assert contacts(place) == [(2, None, "C1", "Café")]


def test_quoted_line_breaks_and_the_line_where_a_record_starts(place):
    deliver(place, f'{HEADER}\nC1,P1,,6,"two\r\nlines, and ""quotes""",\nC2,P1,,6,,\n', 2)
    assert contacts(place) == [(2, None, "C1", 'two\r\nlines, and "quotes"'), (4, None, "C2", None)]


def test_values_stay_as_they_came(place):
    deliver(place, f"{HEADER}\n c1 ,P1,01/12/2020,06,\t,\n", 1)
    row = place.con.execute(
        "select cont_contact_id, cont_contact_date, cont_contact_source_code, cont_contact_source_desc "
        "from raw.ssd_contacts"
    ).fetchone()
    assert row == (" c1 ", "01/12/2020", "06", "\t")


def test_a_total_line_is_no_row(place):
    deliver(place, f"{HEADER}\nC1,P1,,,,\n  TOTAL: 1,,\n", 1)
    assert [row[2] for row in contacts(place)] == ["C1"]


def test_a_header_without_rows(place):
    assert deliver(place, f"{HEADER}\n", 0).landed[0].rows == 0
    assert place.con.execute("select rows from raw.delivery_tables").fetchall() == [(0,)]


def test_columns_in_another_order_case_and_padding_with_one_too_many(place):
    names = [" CONT_PERSON_ID", "free text", *HEADER.split(",")[2:], "cont_contact_id "]
    summary = deliver(place, ",".join(names) + "\nP1,whatever,2020-12-01,6,,,C1\n", 1)
    assert contacts(place) == [(2, None, "C1", None)]
    assert summary.landed[0].extra_columns == ("contacts.csv: free text",)


def test_rows_with_too_few_or_too_many_fields_are_marked(place):
    deliver(place, f"{HEADER}\nC1,P1\nC2,P1,,6,,,,\n", 2)
    assert [row[:3] for row in contacts(place)] == [
        (2, "too few fields", "C1"),
        (3, "too many fields", "C2"),
    ]


def test_dropped_fields_are_stored_nowhere(place):
    rows = [{"pers_person_id": "P1", "pers_forename": "Canary", "pers_surname": "Canary", "pers_upn": "Canary"}]
    deliver(place, csv_bytes("ssd_person", rows), 1, table="ssd_person")
    stored = place.con.execute("select * from raw.ssd_person").fetchone()
    assert "P1" in stored and "Canary" not in stored


def test_a_name_that_slipped_into_another_column_is_not_stored_either(place):
    text = csv_bytes("ssd_person", []).decode() + "1,P1,UPN,Canary,Canary,Canary,F\r\n"
    deliver(place, text, 1, table="ssd_person")
    stored = place.con.execute("select * from raw.ssd_person").fetchone()
    assert "Canary" not in stored and "too few fields" in stored


def test_a_value_behind_a_lost_separator_is_not_stored_in_the_field_before_it(place):
    """The name of a worker moves into the field of the staff id."""
    header, _ = csv_bytes("ssd_professionals", []).decode().split("\r\n")
    assert header.startswith("prof_professional_id,prof_staff_id,prof_professional_name,")
    deliver(place, f"{header}\nW1S1,Canary,,N,Social Worker,,T1,1\n", 1, table="ssd_professionals")
    stored = place.con.execute("select * from raw.ssd_professionals").fetchone()
    assert "W1S1" in stored and "Canary" not in stored and "too few fields" in stored


def test_parquet_of_any_type_lands_as_text(place):
    path = place.tmp / "made.parquet"
    duckdb.sql(
        "select 'C1' as cont_contact_id, 7 as cont_person_id, date '2020-12-01' as cont_contact_date, "
        "6.0::double as cont_contact_source_code, null::varchar as cont_contact_source_desc, "
        "true as cont_contact_outcome_json"
    ).write_parquet(str(path))
    deliver(place, path.read_bytes(), 1, name="c.parquet")
    row = place.con.execute("select * exclude (_delivery_id, _la_code, _file) from raw.ssd_contacts").fetchone()
    assert row == (2, None, "C1", "7", "2020-12-01", "6", None, "true")


def test_a_spreadsheet_of_one_sheet_lands_as_text(place):
    content = spreadsheet(
        [
            ["household_id", "approved_date", "deregistered_date", "household_kind"],
            ["H1", date(2020, 12, 1), None, "MAINSTREAM"],
            [2, 43831, None, "MAINSTREAM"],
            ["Total", 2, None, None],
        ]
    )
    deliver(place, content, 2, name="households.xlsx", table="lcs_foster_households")
    rows = place.con.execute(
        "select _row, household_id, approved_date, deregistered_date from raw.lcs_foster_households order by 1"
    ).fetchall()
    assert rows == [(2, "H1", "2020-12-01", None), (3, "2", "43831", None)]


@pytest.mark.parametrize(
    ("content", "reason", "line"),
    [
        (f"{HEADER}\nC1,P1,,6,,\n".encode("utf-16"), "the file holds null bytes", None),
        (f"{HEADER}\nC1,P1,,6,\x81,\n".encode("latin-1"), "the file is neither UTF-8 nor Windows-1252", None),
        (f'{HEADER}\nC1,P1,,6,,\nC2,P1,,6,"open,\nC3\n'.encode(), "a quote is opened here and never closed", 3),
        (f'{HEADER}\nC1,P1,,6,"a"b,\n'.encode(), "quotes inside a field are not doubled", 2),
        (f"{HEADER}\nC1,P1,,6,{'x' * 1_000_001},\n".encode(), "a field is longer than 1000000 characters", 2),
        (b"", "the file is empty, not even a header", None),
        (f"{HEADER}\nC1,P1,,6,,\n".encode(), "1 data rows, the manifest says 3", None),
        (HEADER.replace("cont_person_id", "child").encode(), "column missing: cont_person_id", 1),
        (f"{HEADER},CONT_CONTACT_ID\n".encode(), "column given twice: cont_contact_id", 1),
    ],
)
def test_a_file_that_may_not_be_guessed_is_refused(place, content, reason, line):
    summary = deliver(place, content, 3)
    assert [(one.file, one.line, one.reason) for one in summary.refused] == [("contacts.csv", line, reason)]
    assert contacts(place) == []


@pytest.mark.parametrize(
    ("name", "table", "reason"),
    [
        ("c.parquet", "ssd_contacts", "the file cannot be read as Parquet"),
        ("h.xlsx", "lcs_foster_households", "the file cannot be read as XLSX"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused(place, name, table, reason):
    assert deliver(place, b"nonsense", 1, name=name, table=table).refused[0].reason == reason


def spreadsheet(rows):
    """The smallest .xlsx with one sheet; dates are cells of a date style."""
    import io

    def cell(value):
        if value is None:
            return "<c/>"
        if isinstance(value, date):
            return f'<c s="1"><v>{(value - date(1899, 12, 30)).days}</v></c>'
        if isinstance(value, int):
            return f"<c><v>{value}</v></c>"
        return f'<c t="inlineStr"><is><t>{value}</t></is></c>'

    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    lines = "".join(f"<row>{''.join(cell(value) for value in row)}</row>" for row in rows)
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
        f'<sheet name="s" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{office}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{main}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
        f"</styleSheet>",
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{lines}</sheetData></worksheet>',
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return made.getvalue()
