"""Marts, CSV files and guide of a whole run on the small council, compared with its ledger."""

import csv

import duckdb
import pytest

from orchestration.common.relations import published_relations
from orchestration.common.settings import ROOT
from orchestration.exports.csv_files import is_of_single_records

pytestmark = pytest.mark.slow

COMMON = {"la_code", "month_on", "as_known_on"}
COLUMNS = {
    "count": {"value": ""},
    "percent": {"value": "_percent"},
    "rate_per_10k": {"numerator": "", "value": "_per_10k"},
    "average": {"value": "_average"},
}
"""By unit: which quantities of an indicator are columns, and what stands behind its name."""


@pytest.fixture(scope="module")
def con(november):
    with duckdb.connect(str(november.settings.published_db), read_only=True) as opened:
        opened.execute("set schema = 'reporting'")
        yield opened


def rows(con, query):
    """Rows of a query as dictionaries."""
    found = con.execute(query)
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def last_published(con):
    """The last issue of every value of a month or a term, by council, month, indicator and category."""
    ledger = rows(con, "select * from published_values where period_kind <> 'ytd' order by issue")
    return {(row["la_code"], row["period_end_on"], row["indicator_id"], row["breakdown"]): row for row in ledger}


def subjects():
    """Folders of indicators."""
    return sorted(path.name for path in (ROOT / "models" / "indicators").iterdir() if path.is_dir())


def test_the_long_mart_is_what_was_last_published(con):
    kept = ("numerator", "denominator", "value", "value_status", "as_known_on")
    found = {
        (row["la_code"], row["month_on"], row["indicator_id"], row["breakdown"]): [row[name] for name in kept]
        for row in rows(con, "select * from indicators_by_month")
    }
    assert found == {key: [row[name] for name in kept] for key, row in last_published(con).items()}
    assert len({key[1] for key in found}) >= 3


@pytest.mark.parametrize("subject", subjects())
def test_a_wide_mart_has_each_indicator_of_its_subject_as_last_published(con, subject):
    words = rows(con, f"select * from indicators where subject = '{subject}' and breakdown_set = 'all'")
    columns = {
        f"{one['indicator_id']}{suffix}": (one["indicator_id"], quantity)
        for one in words
        for quantity, suffix in COLUMNS[one["unit"]].items()
    }
    ledger = last_published(con)
    found = rows(con, f"select * from {subject}_by_month")
    assert found and set(found[0]) == COMMON | set(columns)
    for row in found:
        for column, (indicator_id, quantity) in columns.items():
            published = ledger.get((row["la_code"], row["month_on"], indicator_id, "all"), {quantity: None})
            assert row[column] == published[quantity], (column, row["month_on"])
    counted = {one["indicator_id"] for one in words}
    assert {row["month_on"] for row in found} >= {key[1] for key in ledger if key[2] in counted}
    assert len(found) == len({(row["la_code"], row["month_on"]) for row in found})


def test_every_published_table_and_column_is_described(con):
    for relation in published_relations(con):
        assert relation.comment, relation.name
        assert relation.name == "publication" or relation.comment.startswith("One row per "), relation.name
        for column in relation.columns:
            assert column.comment, f"{relation.name}.{column.name}"


def test_columns_of_wide_marts_carry_the_words_of_their_indicator(con):
    words = rows(con, "select * from indicators where indicator_id = 'cp_plans_open'")[0]
    comments = con.execute(
        "select comment from duckdb_columns() where table_name = 'child_protection_by_month' "
        "and column_name in ('cp_plans_open', 'cp_plans_open_per_10k')"
    ).fetchall()
    assert comments == [(f"{words['title']}. {words['definition']}",)] * 2


def test_no_id_of_a_child_or_record_stands_in_a_csv_file(con, november):
    single = [relation for relation in published_relations(con) if is_of_single_records(relation)]
    ids = {
        value
        for relation in single
        for column in relation.columns
        if column.name in ("child_id", "subject_id", "event_id")
        for (value,) in con.execute(f"select distinct {column.name} from {relation.name}").fetchall()
    }
    assert len(ids) > 20
    files = sorted(november.settings.csv.glob("*.csv"))
    assert {path.stem for path in files} == {
        relation.name for relation in published_relations(con) if relation not in single
    }
    for path in files:
        with path.open(encoding="utf-8", newline="") as file:
            assert not ids & {cell for row in csv.reader(file) for cell in row}, path.name


def test_the_run_tells_where_the_copies_and_the_guide_are(november):
    for place in (november.settings.csv, november.settings.guide):
        assert str(place) in november.output and place.exists()
