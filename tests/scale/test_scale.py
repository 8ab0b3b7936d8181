"""Councils copied out of one: they land, hang together as their source does, and keep their children."""

from __future__ import annotations

import duckdb
import pytest

from orchestration import database
from orchestration.landing.contract import tables
from orchestration.landing.land import land_all
from orchestration.months import month_end
from orchestration.own_words import NotPossible
from orchestration.scale.councils import invented
from orchestration.scale.deliveries import landed_deliveries, write_councils
from tests.landing.small_deliveries import LA_CODE, write_council

CHILDREN = 12
MONTHS = ("2020-11", "2020-12")


def landed(folder, write):
    """A database with what `write` puts into the landing folder it is given."""
    write(folder / "landing")
    path = folder / "council.duckdb"
    with database.connect(path) as con:
        database.prepare(con)
        summary = land_all(con, folder / "landing", folder / "tmp", is_demo_only=True)
    assert not summary.refused
    return path


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    return landed(tmp_path_factory.mktemp("source"), lambda to: write_council(to, *MONTHS, children=CHILDREN))


@pytest.fixture(scope="module")
def copied(source, tmp_path_factory):
    """Five councils that are together twenty times the source, over two months."""

    def write(to):
        for one in landed_deliveries(source, [month_end(month) for month in MONTHS]):
            assert len(write_councils(one, invented(5, 20), to)) == 5

    return landed(tmp_path_factory.mktemp("copied"), write)


def ask(path, question):
    with duckdb.connect(str(path), read_only=True) as con:
        return con.execute(question).fetchall()


@pytest.mark.parametrize(("number", "size"), [(1, 1), (10, 6), (153, 210)])
def test_sizes_add_up_and_rise(number, size):
    found = [council.size for council in invented(number, size)]
    assert len(found) == number and sum(found) == pytest.approx(size) and found == sorted(found)
    assert len({council.la_code for council in invented(number, size)}) == number


def test_the_same_council_has_the_same_habits():
    assert invented(10, 6) == invented(10, 6)
    assert len({(one.care_weight, one.plan_weight) for one in invented(10, 6)}) == 10


def test_each_council_has_the_children_its_size_says(copied):
    """A child is copied as often as size times its weight, rounded down or up."""
    for council in invented(5, 20):
        where = f"_la_code = '{council.la_code}' and _delivery_id like '%2020-12%'"
        of_a_child = ask(
            copied,
            f"select split_part(pers_person_id, '.', 1), count(*) from raw.ssd_person where {where} group by all",
        )
        assert len(of_a_child) <= CHILDREN
        weights = (1, council.care_weight, council.plan_weight)
        least, most = int(council.size * min(weights)), int(council.size * max(weights)) + 1
        assert all(max(least, 1) <= count <= most for _, count in of_a_child)
        if least:
            assert len(of_a_child) == CHILDREN


def test_keys_are_unique_and_references_are_kept(source, copied):
    """No row of a copy refers to nothing, where the rows of the source do not."""
    for table in tables().values():
        [key] = [field.name for field in table.fields if field.is_key]
        repeated = f"select {key} from raw.{table.name} group by _delivery_id, {key} having count(*) > 1"
        assert ask(copied, repeated) == []
        for field in table.fields:
            if field.references and field.is_kept and field.references in tables():
                [parent_key] = [one.name for one in tables()[field.references].fields if one.is_key]
                orphans = f"""
                    select count(*) from raw.{table.name} as rows
                    anti join raw.{field.references} as parents
                        on rows._delivery_id = parents._delivery_id and rows.{field.name} = parents.{parent_key}
                    where rows.{field.name} is not null
                """
                if ask(source, orphans) == [(0,)]:
                    assert ask(copied, orphans) == [(0,)], (table.name, field.name)


def test_a_child_of_one_month_is_there_in_the_next(copied):
    gone = """
        select count(*) from raw.ssd_person as before
        anti join (select * from raw.ssd_person where _delivery_id like '%2020-12%') as after
            on before._la_code = after._la_code and before.pers_person_id = after.pers_person_id
        where before._delivery_id like '%2020-11%'
    """
    assert ask(copied, gone) == [(0,)]


def test_real_children_are_never_copied(source, tmp_path):
    path = tmp_path / "real.duckdb"
    path.write_bytes(source.read_bytes())
    with duckdb.connect(str(path)) as con:
        con.execute("update raw.deliveries set source_system = 'Liquidlogic LCS'")
    with pytest.raises(NotPossible, match="no demo delivery has been landed of December 2020"):
        landed_deliveries(path, [month_end("2020-12")])


def test_the_source_is_not_among_the_copies(copied):
    assert ask(copied, f"select count(*) from raw.deliveries where la_code = '{LA_CODE}'") == [(0,)]
