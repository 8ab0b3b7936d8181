"""Restricted databases: encrypted where there is a key, readable with that key alone, closed to everything else."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
import yaml

from orchestration.common.encryption.databases import CONFIG, CannotOpen, adopt, is_plain, opened
from orchestration.common.settings import ROOT
from tests.privacy.test_keys import KEY, OTHER, WHOLE, written

SAID = "A child who must not be found"


@pytest.fixture
def keyed(tmp_path, monkeypatch):
    """Gives the environment a file of keys; called again it changes them."""

    def give(text: str) -> None:
        monkeypatch.setenv("CHILDREN_KEYS", written(tmp_path, text)["CHILDREN_KEYS"])

    monkeypatch.delenv("CHILDREN_KEYS", raising=False)
    return give


def made(path: Path) -> Path:
    with opened(path, read_only=False) as con:
        con.execute("create table said as select $1 as words from range(5000)", [SAID])
        con.execute("create view heard as select * from said")
        con.execute("comment on table said is 'What was said.'")
        con.execute("checkpoint")
    return path


def words(path: Path) -> str:
    with opened(path) as con:
        return con.execute("select any_value(words) from heard").fetchone()[0]


def test_nothing_stands_in_plain_text(tmp_path, keyed):
    plain = made(tmp_path / "plain.duckdb")
    assert is_plain(plain) and SAID.encode() in plain.read_bytes()
    keyed(WHOLE)
    encrypted = made(tmp_path / "encrypted.duckdb")
    assert not is_plain(encrypted) and words(encrypted) == SAID
    assert SAID.encode() not in encrypted.read_bytes()


def test_a_new_file_has_the_format_of_old_clients_whatever_version_writes_it(tmp_path, keyed, monkeypatch):
    """As if this DuckDB were a newer one, which writes its own format unless told otherwise."""
    monkeypatch.setitem(CONFIG, "storage_compatibility_version", "latest")
    assert format_of(made(tmp_path / "plain.duckdb")) == 64, "read by every DuckDB since 0.10"
    keyed(WHOLE)
    assert format_of(made(tmp_path / "encrypted.duckdb")) == 68, "read by every DuckDB since 1.5"
    adopt(plain := tmp_path / "plain.duckdb")
    assert not is_plain(plain) and format_of(plain) == 68


def format_of(path: Path) -> int:
    """The storage version in the head of a database file."""
    return int.from_bytes(path.read_bytes()[12:20], "little")


def test_without_the_key_or_with_another_it_does_not_open(tmp_path, keyed, monkeypatch):
    keyed(WHOLE)
    path = made(tmp_path / "children.duckdb")
    before = path.read_bytes()
    monkeypatch.delenv("CHILDREN_KEYS")
    with pytest.raises(CannotOpen, match="children.duckdb is encrypted; set CHILDREN_KEYS"), opened(path):
        pass
    keyed(WHOLE.replace(OTHER, KEY))
    for read_only in (True, False):
        with pytest.raises(CannotOpen, match="does not open with database.key") as refused:
            with opened(path, read_only=read_only):
                pass
        assert KEY not in str(refused.value)
    with pytest.raises(CannotOpen):
        adopt(path)
    assert path.read_bytes() == before


def test_a_plain_database_is_encrypted_once_there_is_a_key(tmp_path, keyed):
    path = made(tmp_path / "children.duckdb")
    assert not adopt(path)
    keyed(WHOLE)
    assert words(path) == SAID
    assert adopt(path) and not adopt(path)
    assert not is_plain(path) and words(path) == SAID and SAID.encode() not in path.read_bytes()
    assert path.stat().st_mode & 0o777 == 0o600
    with opened(path) as con:
        assert con.execute("select comment from duckdb_tables()").fetchone() == ("What was said.",)


def test_a_new_key_takes_over_from_the_one_before(tmp_path, keyed):
    keyed(WHOLE)
    path = made(tmp_path / "children.duckdb")
    keyed(WHOLE.replace(OTHER, KEY) + f'previous = "{OTHER}"\n')
    assert adopt(path) and words(path) == SAID
    keyed(WHOLE.replace(OTHER, KEY))
    assert words(path) == SAID and not adopt(path)


@pytest.mark.parametrize(
    "statement",
    [
        "select * from read_csv('{other}')",
        "copy said to '{other}'",
        "attach '{other}' as another",
        "set enable_external_access = true",
        "set allowed_directories = ['/']",
        "install httpfs",
        "create table another as select 1",
    ],
)
def test_a_reader_reaches_nothing_else(tmp_path, keyed, statement):
    path, other = made(tmp_path / "children.duckdb"), tmp_path / "other.csv"
    other.write_text("a\n1\n")
    with opened(path) as con, pytest.raises(duckdb.Error):
        con.execute(statement.format(other=other))
    assert other.read_text() == "a\n1\n"


def test_a_reader_may_write_into_the_folder_it_is_given(tmp_path, keyed):
    path = made(tmp_path / "children.duckdb")
    (tmp_path / "given").mkdir()
    with opened(path, folders=[tmp_path / "given"]) as con:
        con.execute(f"copy said to '{tmp_path}/given/said.csv'")
        with pytest.raises(duckdb.PermissionException):
            con.execute(f"copy said to '{tmp_path}/given-not/said.csv'")


FIRST_OF_EACH = """
select name, value
from (
    select
        named.name,
        rows.value,
        row_number() over (partition by named.name, rows.key order by rows.owner nulls last) as n
    from (select distinct unnest(['a', 'a', 'b']) as name) as named
    inner join (
        select 'k' as key, 'a' as owner, 'own' as value
        union all
        select 'k' as key, null as owner, 'for all' as value
    ) as rows on rows.owner is null or rows.owner = named.name
)
where n = 1
order by name
"""


def test_the_first_row_of_each_group_is_the_first_where_the_order_holds_a_null(tmp_path):
    """With the optimiser on that the options turn off, about every tenth of these queries finds another row."""
    with opened(tmp_path / "build.duckdb", read_only=False) as con:
        found = {tuple(con.execute(FIRST_OF_EACH).fetchall()) for _ in range(200)}
    assert found == {(("a", "own"), ("b", "for all"))}


def test_dbt_turns_the_same_optimiser_off():
    outputs = yaml.safe_load((ROOT / "profiles.yml").read_text(encoding="utf-8"))["childrens_monthly"]["outputs"]
    options = [outputs[target]["config_options"] for target in ("duckdb", "encrypted")]
    assert [one["disabled_optimizers"] for one in options] == [CONFIG["disabled_optimizers"]] * 2
