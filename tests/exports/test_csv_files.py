"""The CSV files, on a small published file made by hand."""

import csv
import stat

import duckdb
import pytest

from orchestration.exports.csv_files import export_csv

FORMULAS = ("=1+1", "+1", "-1", "@sum(a1)", "\t=1", "\r=1", "\n=1")
HARMLESS = ("a=1", " =1", "'=1", 'é “quoted” "text", with a comma', "two\nlines", "")


@pytest.fixture
def published(tmp_path):
    """A file with a table of every kind of value, and tables that name children or records."""
    path = tmp_path / "children.duckdb"
    with duckdb.connect(str(path)) as con:
        con.execute("""
            create schema reporting;
            create table reporting.kinds (text varchar, whole integer, number double, day date, flag boolean);
            insert into reporting.kinds values
                ('b', -2, -1.5, '2020-12-31', true), ('a', 1, 0.25, null, false), (null, null, null, null, null);
            create table reporting.numbers as select -1 as amount;
            create table reporting.texts (text varchar);
            create table reporting.by_indicator as select 'i' as indicator_id, 'E09/2020-12-31/1' as delivery_id;
            create table reporting.by_child as select 'C1' as child_id;
            create table reporting.by_event as select 'X1' as event_id, 1 as numerator;
            create table reporting.by_something_new as select 'N1' as visit_id;
            create table reporting.by_source_row as select 7 as source_row;
        """)
        con.executemany("insert into reporting.texts values (?)", [(text,) for text in FORMULAS + HARMLESS])
    return path


def test_texts_are_quoted_and_numbers_dates_and_nulls_are_not(published, tmp_path):
    export_csv(published, tmp_path / "csv")
    assert (tmp_path / "csv" / "kinds.csv").read_bytes() == (
        b'"text",whole,number,day,flag\n"a",1,0.25,,false\n"b",-2,-1.5,2020-12-31,true\n,,,,\n'
    )
    assert (tmp_path / "csv" / "numbers.csv").read_bytes() == b"amount\n-1\n"


def test_a_text_that_starts_a_formula_gets_an_apostrophe_and_no_other(published, tmp_path):
    export_csv(published, tmp_path / "csv")
    with (tmp_path / "csv" / "texts.csv").open(encoding="utf-8", newline="") as file:
        found = sorted(row["text"] for row in csv.DictReader(file))
    assert found == sorted([*(f"'{text}" for text in FORMULAS), *HARMLESS])


def test_no_table_that_names_a_child_or_a_record_is_written(published, tmp_path):
    """A column that ends in _id and is not known to be harmless keeps its table out, also when it is new."""
    files = export_csv(published, tmp_path / "csv")
    assert [path.stem for path in files] == ["by_indicator", "kinds", "numbers", "texts"]


def test_files_are_the_same_for_the_same_rows_and_follow_the_tables(published, tmp_path):
    first = {path: path.read_bytes() for path in export_csv(published, tmp_path / "csv")}
    (tmp_path / "csv" / "by_child.csv").write_bytes(b"from before")
    again = export_csv(published, tmp_path / "csv")
    assert {path: path.read_bytes() for path in again} == first
    assert sorted((tmp_path / "csv").iterdir()) == again
    assert {stat.S_IMODE(path.stat().st_mode) for path in again} == {0o600}
