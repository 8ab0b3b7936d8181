"""Write, audit, replace, on a small build file made by hand."""

import hashlib
import os
import stat
from datetime import date

import duckdb
import pytest

from orchestration.build import database
from orchestration.common import settings
from orchestration.common.code_version import code_version
from orchestration.common.errors import NotPossible
from orchestration.exports.parquet_files import export_parquet
from orchestration.publish.audit import AuditFailed
from orchestration.publish.previous import previous_copies
from orchestration.publish.publication import publish
from orchestration.publish.queries import councils, published_deliveries

MONTHS = (date(2020, 10, 31), date(2020, 12, 31))
BUILT = """
delete from control.built;
insert into control.built
select 'model.x.' || table_name, table_schema, table_name, 'success', token
from information_schema.tables cross join control.run where table_schema in ('staging', 'reporting')
union all
select unnest(['test.x.keys.1', 'test.x.months.2']), null, null, unnest(['pass', 'warn']), token from control.run;
"""

LANDED = "insert into reporting.landed_rows values ('E09999999/2020-12-31/1', 'ssd_person',"
CHECKED = (
    "insert into reporting.intake_checks (delivery_id, check_id, table_name, measured, unit, measured_on, warn_above, "
    "fail_above, reason, result) values ('E09999999/2020-12-31/1', 'rows_lost', 'ssd_person', 60, 'percent', 100, 20, "
    "50, 'lost',"
)


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
        database.set_run(con, database.Run(date(2021, 1, 6), *MONTHS, code_version()))
        con.execute("""
            create schema staging;
            create table staging.stg_deliveries as
            select 'E09999999' as la_code, 'E09999999/2020-12-31/1' as delivery_id, true as is_newest;
            create schema reporting;
            create table reporting.publication as
            select la_code, delivery_id, as_known_on, first_month_on, last_month_on, code_version, manifest_sha256
            from staging.stg_deliveries inner join raw.deliveries using (la_code, delivery_id) cross join control.run;
            create table reporting.landed_rows (
                delivery_id varchar, table_name varchar, landed_rows int, staged_rows int, refused_rows int,
                is_staged bool
            );
            create table reporting.intake_checks as from control.held_checks;
            create table reporting.published_values as select * from ledger.published_values;
            create table reporting.published_event_changes as select * from ledger.published_event_changes;
            create table reporting.published_scorecard as select * from ledger.published_scorecard;
            insert into reporting.published_values (la_code, indicator_id, value)
            values ('E09999999', 'a', 1), ('E09999999', 'b', 2);
            create table reporting.counts (code varchar primary key, amount integer not null check (amount >= 0));
            insert into reporting.counts values ('z', 1), ('a', 2);
            comment on table reporting.counts is 'One row per code; it''s a test.';
            comment on column reporting.counts.amount is 'How many.';
            create view reporting.large_counts as select * from reporting.counts where amount > 1;
            comment on view reporting.large_counts is 'Counts above one.';
        """)
        con.execute(BUILT)
    return made


def change(chosen, statement):
    """Build something anew."""
    with database.connect(chosen.build_db) as con:
        con.execute(statement)
        con.execute(BUILT)


def ask(path, question):
    with duckdb.connect(str(path), read_only=True) as con:
        return con.execute(question).fetchall()


def test_a_file_published_before_scorecards_were_kept_is_carried_on(chosen):
    publish(chosen)
    with duckdb.connect(str(chosen.published_db)) as con:
        con.execute("drop table reporting.published_scorecard")
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
            code_version(),
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


OF_ANOTHER_RUN = (
    "no dbt model was built since landed_deliveries was materialised for 2020-10 to 2020-12. Materialise all"
)


@pytest.mark.parametrize(
    ("statement", "error", "says"),
    [
        (
            f"{LANDED} 10, 9, 0, true)",
            AuditFailed,
            "ssd_person of E09999999/2020-12-31/1: 10 landed, 9 staged, 0 refused",
        ),
        (
            f"{CHECKED} 'failed')",
            AuditFailed,
            "rows_lost ssd_person 60% of 100 .fails above 50%.. lost; Nothing is pub",
        ),
        (
            "insert into ledger.published_values (la_code, indicator_id) values ('E09999999', 'c')",
            AuditFailed,
            "ledger published_values lacks 1 rows that were published",
        ),
        (
            "update control.built set status = 'fail' where node = 'test.x.keys.1'",
            NotPossible,
            "1 of 11 nodes of dbt did not end well when it ran last: test keys .fail.. Materialise all dbt models,",
        ),
        (
            "update control.built set status = 'skipped' where node = 'model.x.counts'",
            NotPossible,
            "model counts .skipped.",
        ),
        ("delete from control.built", NotPossible, OF_ANOTHER_RUN),
        ("update control.built set token = null", NotPossible, OF_ANOTHER_RUN),
        ("update control.run set token = 'another'", NotPossible, OF_ANOTHER_RUN),
        ("update control.built set token = 'x' where node = 'model.x.counts'", NotPossible, "counts .of another run."),
        ("drop table reporting.intake_checks", NotPossible, "model intake_checks .gone."),
        ("update control.run set token = null", NotPossible, "deliveries were landed or removed since the build was"),
        (
            "update control.run set code_version = 'old'",
            NotPossible,
            "models, seeds or landing changed since the build",
        ),
        ("delete from control.run", NotPossible, "no delivery has been landed and prepared for a build"),
    ],
)
def test_what_must_not_be_published_is_refused_by_publish_itself(chosen, statement, error, says):
    publish(chosen)
    before = chosen.published_db.read_bytes()
    with database.connect(chosen.build_db) as con:
        con.execute("update reporting.counts set amount = 9 where code = 'a'")
        con.execute(statement)
    with pytest.raises(error, match=f"^not published: .*{says}"):
        publish(chosen, {}, MONTHS)
    assert chosen.published_db.read_bytes() == before


def test_a_failed_check_that_is_a_warning_is_published(chosen):
    with database.connect(chosen.build_db) as con:
        con.execute(f"{CHECKED} 'warned')")
    assert publish(chosen, {}, MONTHS).is_changed


def test_a_build_of_other_months_is_not_published_under_the_name_of_those_asked_for(chosen):
    with pytest.raises(NotPossible) as said:
        publish(chosen, {}, (date(2021, 1, 31), date(2021, 1, 31)))
    assert str(said.value) == (
        "not published: the build is of 2020-10 to 2020-12, not of 2021-01. Materialise landed_deliveries, all dbt "
        "models and published_database for 2021-01, or run `python -m orchestration.run range 2021-01 2021-01`"
    )
    assert not chosen.published_db.exists()


def test_a_table_of_a_model_that_is_no_more_is_not_published(chosen):
    with database.connect(chosen.build_db) as con:
        con.execute("create table reporting.of_an_older_version as select 1 as one")
    publish(chosen)
    assert ask(chosen.published_db, "select 1 from duckdb_tables() where table_name = 'of_an_older_version'") == []


def test_a_publication_computed_again_needs_no_tests(chosen):
    with database.connect(chosen.build_db) as con:
        con.execute("update control.built set status = 'not built' where schema_name is null")
    with pytest.raises(NotPossible, match="2 of 11 nodes"):
        publish(chosen)
    publish(chosen, {}, MONTHS, is_repeat=True)


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
        for name in (
            *("counts", "intake_checks", "landed_rows", "large_counts"),
            *("publication", "published_event_changes", "published_scorecard", "published_values"),
        )
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
