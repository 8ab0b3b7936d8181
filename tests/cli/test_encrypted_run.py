"""A month run with keys: same figures, restricted databases encrypted, and a wrong or missing key loses nothing."""

from __future__ import annotations

from datetime import date

import duckdb
import pytest

from orchestration.common.encryption.databases import is_plain, opened
from tests.installation import Installation
from tests.landing.small_deliveries import council_tables, write_council, write_tables
from tests.privacy.test_keys import KEY, OTHER, WHOLE, written


@pytest.fixture(scope="module")
def encrypted(tmp_path_factory):
    """The small council `november`, run with keys. Not to be changed but by the last tests of this file."""
    folder = tmp_path_factory.mktemp("encrypted")
    made = Installation(folder / "data")
    made.environ |= written(folder, WHOLE)
    write_council(made.settings.landing, "2020-01", "2020-12")
    done = made.run("month", "2020-11")
    assert done.returncode == 0, done.stdout + done.stderr
    made.output = done.stdout + done.stderr
    return made


def tables(path):
    with opened(path) as con:
        names = [name for (name,) in con.execute("select table_name from duckdb_tables() order by 1").fetchall()]
        return {name: con.execute(f"select * from reporting.{name} order by all").fetchall() for name in names}


def restricted(made):
    return [made.settings.build_db, made.settings.published_db]


def test_the_figures_are_those_of_a_run_without_keys(november, encrypted, monkeypatch):
    plain = tables(november.settings.published_db)
    monkeypatch.setenv("CHILDREN_KEYS", encrypted.environ["CHILDREN_KEYS"])
    assert tables(encrypted.settings.published_db) == plain


def test_restricted_databases_are_encrypted_and_nothing_holds_a_key(encrypted):
    assert not any(is_plain(path) for path in restricted(encrypted))
    for path in encrypted.data.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert KEY.encode() not in content and OTHER.encode() not in content, path.name
    assert KEY not in encrypted.output and OTHER not in encrypted.output


def test_analysts_have_pseudonyms_of_the_key(november, encrypted):
    query = "select count(*), count(distinct child_id), bool_and(starts_with(child_id, ?)) from reporting.{}"
    mart = "contacts_by_source_by_child"
    found = {}
    for made, start in ((november, "demo-"), (encrypted, "2026a-")):
        with duckdb.connect(str(made.settings.analysts_db), read_only=True) as con:
            found[start] = con.execute(query.format(mart), [start]).fetchone()
    assert found["demo-"] == found["2026a-"] and found["demo-"][2]


def test_without_keys_only_a_demo_is_landed(tmp_path):
    made = Installation(tmp_path / "data")
    write_council(made.settings.landing, "2020-01", "2020-01", children=1)
    tables_of_another = council_tables(date(2020, 3, 5), 1)
    write_tables(made.settings.landing, tables_of_another, month="2020-02", source_system="Liquidlogic LCS")
    done = made.run("land")
    assert done.returncode == 1
    assert "2020-02-29/1/manifest.json: CHILDREN_KEYS names no file of keys" in done.stderr
    made.environ |= written(tmp_path, WHOLE)
    done = made.run("land")
    assert done.returncode == 0 and "2020-02-29/1" in done.stdout, done.stderr
    assert not is_plain(made.settings.build_db)


def test_a_wrong_or_missing_key_stops_the_run_and_loses_nothing(encrypted, tmp_path):
    before = [path.read_bytes() for path in restricted(encrypted)]
    given = encrypted.environ["CHILDREN_KEYS"]
    for keys, reason in (
        (written(tmp_path, WHOLE.replace(OTHER, KEY)), "does not open with database.key"),
        ({"CHILDREN_KEYS": ""}, "is encrypted; set CHILDREN_KEYS"),
        ({"CHILDREN_KEYS": str(tmp_path / "none")}, "none cannot be read"),
    ):
        encrypted.environ |= keys
        done = encrypted.run("month", "2020-12")
        encrypted.environ["CHILDREN_KEYS"] = given
        assert done.returncode == 1 and reason in done.stdout + done.stderr
        assert [path.read_bytes() for path in restricted(encrypted)] == before


def test_a_key_is_changed_by_the_next_run(encrypted, tmp_path, monkeypatch):
    changed = written(tmp_path, WHOLE.replace(OTHER, KEY) + f'previous = "{OTHER}"\n')
    encrypted.environ |= changed
    done = encrypted.run("month", "2020-12")
    assert done.returncode == 0, done.stdout + done.stderr
    monkeypatch.setenv("CHILDREN_KEYS", written(tmp_path, WHOLE.replace(OTHER, KEY))["CHILDREN_KEYS"])
    for path in (*restricted(encrypted), *(encrypted.settings.published / "previous").iterdir()):
        with opened(path) as con:
            assert con.execute("select count(*) > 0 from duckdb_tables()").fetchone() == (True,)


def test_no_published_column_holds_a_date_of_birth(november):
    with opened(november.settings.published_db) as con:
        columns = {name for (name,) in con.execute("select column_name from duckdb_columns()").fetchall()}
    assert len(columns) > 100
    assert not [name for name in columns if "born" in name or "birth" in name or "dob" in name]
