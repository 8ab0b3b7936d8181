"""What an engineer sees of a mart or an indicator in Dagster: rows and columns, as they stand in the build database."""

from __future__ import annotations

import dagster as dg
import duckdb

from orchestration.defs.assets.catalogue import with_rows_and_columns


def test_a_mart_is_told_with_its_rows_and_columns_and_after_all_that_is_none(tmp_path):
    build = tmp_path / "build.duckdb"
    with duckdb.connect(str(build)) as con:
        con.execute("create schema reporting; create table reporting.figures as select range as n from range(3)")
        con.execute("comment on column reporting.figures.n is 'Number of the figure.'")
        con.execute("create view reporting.more as select 'a' as t")
    check = dg.AssetCheckResult(passed=True, asset_key=dg.AssetKey(["reporting", "figures"]), check_name="c")
    figures = dg.Output(None, output_name="reporting__figures", metadata={"status": "success"})
    events = [figures, check, staged := dg.Output(None, output_name="staging__a"), failed(), more()]
    tables = {
        "reporting__figures": "reporting.figures",
        "reporting__failed": "reporting.failed",
        "reporting__published_more": "reporting.more",
    }
    told = list(with_rows_and_columns(iter(events), build, tables))
    assert told[0] is staged and told[2] is check
    assert [one.output_name for one in told if one is not check] == [
        "staging__a",
        "reporting__figures",
        "reporting__failed",
        "reporting__published_more",
    ]
    assert told[1].metadata["status"].text == "success"
    assert told[1].metadata["dagster/row_count"].value == 3
    assert told[1].metadata["dagster/column_schema"].schema.columns == [
        dg.TableColumn("n", "BIGINT", "Number of the figure.")
    ]
    assert told[4].metadata["dagster/row_count"].value == 1
    assert told[3].metadata == {}, "a table that is not there has no rows, not none"


def test_an_indicator_is_told_with_its_rows_and_the_words_of_indicator_events(tmp_path):
    build = tmp_path / "build.duckdb"
    with duckdb.connect(str(build)) as con:
        con.execute("create schema reporting; create schema indicators")
        con.execute("create table reporting.indicator_events (event_id text, indicator_id text)")
        con.execute("comment on column reporting.indicator_events.event_id is 'Record that is counted.'")
        con.execute("create table gone as select 1 as n; create view indicators.stale as from gone; drop table gone")
        con.execute("create view indicators.contacts as select 'a' as event_id, 1 as numerator")
    contacts = dg.Output(None, output_name="indicators__contacts")
    [told] = with_rows_and_columns([contacts], build, {"indicators__contacts": "indicators.contacts"})
    assert told.metadata["dagster/row_count"].value == 1
    assert told.metadata["dagster/column_schema"].schema.columns == [
        dg.TableColumn("event_id", "VARCHAR", "Record that is counted."),
        dg.TableColumn("numerator", "INTEGER"),
    ]


def test_a_build_without_marts_needs_no_database(tmp_path):
    staged = dg.Output(None, output_name="staging__a")
    assert list(with_rows_and_columns([staged], tmp_path / "none.duckdb", {})) == [staged]


def failed():
    return dg.Output(None, output_name="reporting__failed")


def more():
    return dg.Output(None, output_name="reporting__published_more")
