"""What of a file is stored, and how. What makes a file or a row be refused stands in tests/faults."""

import duckdb

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


def test_values_stay_as_they_came(place):
    deliver(place, f"{HEADER}\n c1 ,P1,01/12/2020,06,\t,\n", 1)
    row = place.con.execute(
        "select cont_contact_id, cont_contact_date, cont_contact_source_code, cont_contact_source_desc "
        "from raw.ssd_contacts"
    ).fetchone()
    assert row == (" c1 ", "01/12/2020", "06", "\t")


def test_columns_in_another_order_case_and_padding_with_one_too_many(place):
    names = [" CONT_PERSON_ID", "free text", *HEADER.split(",")[2:], "cont_contact_id "]
    summary = deliver(place, ",".join(names) + "\nP1,whatever,2020-12-01,6,,,C1\n", 1)
    assert contacts(place) == [(2, None, "C1", None)]
    assert summary.landed[0].extra_columns == ("contacts.csv: free text",)


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
