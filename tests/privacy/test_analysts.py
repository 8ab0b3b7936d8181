"""The analysts' file: the same marts with pseudonyms that belong together and lead nowhere."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import duckdb
import pytest

from orchestration.common.encryption.keys import DEMO
from orchestration.exports.analysts_database import pseudonym, write_analysts

OTHER = dataclasses.replace(DEMO, version="other", pseudonyms=b"\x01" * 32)


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """Two marts that share children, and one of sums."""
    path = tmp_path / "published.duckdb"
    with duckdb.connect(str(path)) as con:
        con.execute("""
            create schema reporting;
            create table reporting.plans (la_code varchar, child_id varchar not null, worker_id varchar, days integer);
            create table reporting.cases (la_code varchar, child_id varchar, indicator_id varchar);
            create table reporting.sums (la_code varchar primary key, indicator_id varchar, cases bigint);
            comment on table reporting.plans is 'One row per plan.';
            comment on column reporting.plans.child_id is 'Child.';
            insert into reporting.plans values
                ('E1', 'P0012483', 'W1', 3), ('E1', 'P0000007', null, 4), ('E2', 'P0012483', 'W1', 5);
            insert into reporting.cases values ('E1', 'P0012483', 'cp_plans_open'), ('E1', 'W1', 'cp_plans_open');
            insert into reporting.sums values ('E1', 'cp_plans_open', 2);
        """)
    return path


def ask(path: Path, query: str) -> list[tuple]:
    with duckdb.connect(str(path), read_only=True) as con:
        return con.execute(query).fetchall()


def test_ids_are_the_keyed_hash_and_all_else_stays(published, tmp_path):
    path = write_analysts(published, tmp_path / "analysts" / "children.duckdb", DEMO)
    found = ask(path, "select la_code, child_id, worker_id, days from reporting.plans order by days")
    assert found == [
        ("E1", pseudonym(DEMO, "E1", "P0012483"), pseudonym(DEMO, "E1", "W1"), 3),
        ("E1", pseudonym(DEMO, "E1", "P0000007"), None, 4),
        ("E2", pseudonym(DEMO, "E2", "P0012483"), pseudonym(DEMO, "E2", "W1"), 5),
    ]
    assert ask(path, "from reporting.sums") == [("E1", "cp_plans_open", 2)]
    assert b"P0012483" not in path.read_bytes()


def test_the_file_has_the_format_of_old_clients_whatever_version_writes_it(published, tmp_path, monkeypatch):
    connect = duckdb.connect
    newer = {"storage_compatibility_version": "latest"}
    monkeypatch.setattr(
        duckdb, "connect", lambda path, config=None, **keys: connect(path, config=newer | (config or {}))
    )
    path = write_analysts(published, tmp_path / "analysts" / "children.duckdb", DEMO)
    assert int.from_bytes(path.read_bytes()[12:20], "little") == 64


def test_one_child_has_one_pseudonym_in_all_marts_and_another_in_each_council(published, tmp_path):
    path = write_analysts(published, tmp_path / "analysts" / "children.duckdb", DEMO)
    joined = "select count(*) from reporting.plans inner join reporting.cases using (la_code, child_id)"
    assert ask(path, joined) == ask(published, joined) == [(1,)]
    assert ask(path, "select count(distinct child_id) from reporting.plans") == [(3,)]


def test_another_key_gives_other_pseudonyms_and_says_which_it_was(published, tmp_path):
    one = ask(write_analysts(published, tmp_path / "one" / "a.duckdb", DEMO), "select child_id from reporting.plans")
    two = ask(write_analysts(published, tmp_path / "two" / "a.duckdb", OTHER), "select child_id from reporting.plans")
    assert {text.split("-")[0] for (text,) in one} == {"demo"} and {text.split("-")[0] for (text,) in two} == {"other"}
    assert not {text.split("-")[1] for (text,) in one} & {text.split("-")[1] for (text,) in two}
    assert all(re.fullmatch("demo-[0-9a-f]{24}", text) for (text,) in one)


def test_comments_say_what_a_pseudonym_is_and_constraints_stay(published, tmp_path):
    path = write_analysts(published, tmp_path / "analysts" / "children.duckdb", DEMO)
    comments = (
        "select column_name, comment from duckdb_columns() where comment is not null and schema_name = 'reporting'"
    )
    assert ask(path, comments) == [("child_id", "Child. A pseudonym in this file.")]
    assert ask(path, "select comment from duckdb_tables() where table_name = 'plans'") == [("One row per plan.",)]
    with duckdb.connect(str(path)) as con, pytest.raises(duckdb.ConstraintException):
        con.execute("insert into reporting.sums values ('E1', '', 0)")


@pytest.mark.parametrize(("folder_mode", "file_mode"), [(0o700, 0o600), (0o750, 0o640), (0o2750, 0o640)])
def test_the_folder_says_who_may_read(published, tmp_path, folder_mode, file_mode):
    folder = tmp_path / "analysts"
    folder.mkdir()
    folder.chmod(folder_mode)
    path = write_analysts(published, folder / "children.duckdb", DEMO)
    assert path.stat().st_mode & 0o777 == file_mode
