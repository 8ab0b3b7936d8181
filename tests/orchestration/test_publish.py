"""Write, audit, replace, on a small build file made by hand."""

import hashlib
import os
import stat
from datetime import date

import duckdb
import pytest

from orchestration import database, settings
from orchestration.publish.audit import AuditFailed
from orchestration.publish.parquet import export_parquet
from orchestration.publish.publish import previous_copies, publish
from orchestration.publish.published import councils, published_deliveries


@pytest.fixture
def chosen(tmp_path):
    """Settings of a build with two marts, a view and a ledger of two rows."""
    made = settings.load({"CHILDREN_DATA": str(tmp_path / "data")})
    with database.connect(made.build_db) as con:
        database.prepare(con)
        con.execute(
            "insert into raw.deliveries values ('E09999999/2020-12-31/1', 'E09999999', '2020-12-31', "
            "'2021-01-06', 1, 'test', 'abc'), ('E09999999/2021-01-31/1', 'E09999999', '2021-01-31', "
            "'2021-02-05', 1, 'test', 'def')"
        )
        database.set_run(con, database.Run(date(2021, 1, 6), date(2020, 10, 31), date(2020, 12, 31), "0.1.0+a"))
        con.execute("""
            create schema staging;
            create table staging.stg_deliveries as
            select 'E09999999' as la_code, 'E09999999/2020-12-31/1' as delivery_id, true as is_newest;
            create schema reporting;
            create table reporting.published_values as select * from ledger.published_values;
            create table reporting.published_event_changes as select * from ledger.published_event_changes;
            insert into reporting.published_values (la_code, indicator_id, value)
            values ('E09999999', 'a', 1), ('E09999999', 'b', 2);
            create table reporting.counts (code varchar primary key, amount integer not null check (amount >= 0));
            insert into reporting.counts values ('z', 1), ('a', 2);
            comment on table reporting.counts is 'One row per code; it''s a test.';
            comment on column reporting.counts.amount is 'How many.';
            create view reporting.large_counts as select * from reporting.counts where amount > 1;
            comment on view reporting.large_counts is 'Counts above one.';
        """)
    return made


def change(chosen, statement):
    with database.connect(chosen.build_db) as con:
        con.execute(statement)


def ask(path, question):
    with duckdb.connect(str(path), read_only=True) as con:
        return con.execute(question).fetchall()


def test_a_file_published_before_scorecards_were_kept_is_carried_on(chosen):
    publish(chosen)
    with database.connect(chosen.build_db) as con:
        database.refresh_ledger(con, chosen.published_db)
        assert con.execute("select count(*) from ledger.published_values").fetchone() == (2,)
        assert con.execute("select count(*) from ledger.published_scorecard").fetchone() == (0,)


def test_marts_travel_with_constraints_and_comments_and_nothing_else_does(chosen):
    publish(chosen)
    file = chosen.published_db
    assert ask(file, "select * from reporting.counts") == [("a", 2), ("z", 1)]
    assert ask(file, "select * from reporting.large_counts") == [("a", 2)]
    assert {row[0] for row in ask(file, "select distinct schema_name from duckdb_tables()")} == {"reporting"}
    types = ask(file, "select constraint_type from duckdb_constraints() where table_name = 'counts' order by 1")
    assert {"CHECK", "NOT NULL", "PRIMARY KEY"} == {row[0] for row in types}
    assert ("One row per code; it's a test.",) in ask(file, "select comment from duckdb_tables()")
    assert ("How many.",) in ask(file, "select comment from duckdb_columns()")
    assert ("Counts above one.",) in ask(file, "select comment from duckdb_tables()")


def test_the_publication_says_what_it_was_made_from(chosen):
    publish(chosen)
    assert ask(chosen.published_db, "select * from reporting.publication") == [
        (
            "E09999999",
            "E09999999/2020-12-31/1",
            date(2021, 1, 6),
            date(2020, 10, 31),
            date(2020, 12, 31),
            "0.1.0+a",
            "abc",
        )
    ]
    assert councils(chosen.published_db) == ["E09999999"]
    assert published_deliveries(chosen.published_db) == {"E09999999/2020-12-31/1": "abc"}


def test_publishing_the_same_again_leaves_the_file_alone(chosen):
    assert publish(chosen).is_changed
    before = chosen.published_db.stat()
    assert not publish(chosen).is_changed
    after = chosen.published_db.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert previous_copies(chosen.published / "previous") == []


@pytest.mark.parametrize(
    "statement",
    [
        "update reporting.counts set amount = 9 where code = 'a'",
        "comment on column reporting.counts.amount is 'Another text.'",
        "create table reporting.another as select 1 as one",
    ],
)
def test_any_difference_is_published(chosen, statement):
    publish(chosen)
    change(chosen, statement)
    assert publish(chosen).is_changed


def test_the_last_copies_are_kept(chosen):
    for number in range(8):
        change(chosen, f"update reporting.counts set amount = {number + 10} where code = 'a'")
        publish(chosen)
    names = [path.name for path in previous_copies(chosen.published / "previous")]
    assert names == [f"children-{number:04d}.duckdb" for number in (3, 4, 5, 6, 7)]
    assert ask(chosen.published / "previous" / names[-1], "select amount from reporting.counts where code = 'a'") == [
        (16,)
    ]


@pytest.mark.parametrize(
    "statement",
    [
        "delete from reporting.published_values where indicator_id = 'a'",
        "update reporting.published_values set value = 7 where indicator_id = 'a'",
        "drop table reporting.published_values",
    ],
)
def test_a_ledger_that_lost_a_row_is_not_published(chosen, statement):
    publish(chosen)
    before = chosen.published_db.read_bytes()
    change(chosen, statement)
    with pytest.raises(AuditFailed, match="ledger published_values"):
        publish(chosen)
    assert chosen.published_db.read_bytes() == before
    assert list(chosen.published.glob(".children-*")) == []


def test_a_ledger_may_grow(chosen):
    publish(chosen)
    change(chosen, "insert into reporting.published_values (la_code, indicator_id, value) values ('E09999999', 'a', 3)")
    assert publish(chosen).is_changed


def test_parquet_is_the_same_for_the_same_rows_and_follows_the_tables(chosen):
    publish(chosen)
    first = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in export_parquet(chosen.published_db, chosen.parquet)
    }
    assert set(first) == {
        f"{name}.parquet"
        for name in ("counts", "large_counts", "publication", "published_event_changes", "published_values")
    }
    (chosen.parquet / "gone.parquet").write_bytes(b"")
    again = export_parquet(chosen.published_db, chosen.parquet)
    assert {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in again} == first
    assert sorted(chosen.parquet.iterdir()) == again
    assert duckdb.sql(f"select * from '{chosen.parquet / 'counts.parquet'}'").fetchall() == [("a", 2), ("z", 1)]


@pytest.mark.skipif(os.name == "nt", reason="file modes")
def test_what_is_published_is_for_its_owner_alone(chosen):
    publish(chosen)
    change(chosen, "delete from reporting.counts")
    publish(chosen)
    export_parquet(chosen.published_db, chosen.parquet)
    for path in [chosen.published, *chosen.published.rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path
