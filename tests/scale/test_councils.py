"""Councils copied out of one: each has the size and habits it should, and hangs together as its source does."""

from __future__ import annotations

import pytest

from orchestration.build import database
from orchestration.common.errors import NotPossible
from orchestration.common.months import month_end
from orchestration.demo.region.councils import invented
from orchestration.demo.region.deliveries import landed_deliveries
from orchestration.demo.region.source import is_id, worker_field
from orchestration.landing.contract import tables
from tests.scale.conftest import COUNCILS

DECEMBER = "_delivery_id like '%/2020-12-31/1'"
NOT_IN_THE_DEMO = {"ssd_cin_plans", "ssd_cla_care_plan", "ssd_permanence"}


def original(field: str) -> str:
    """SQL of the source's id behind a copy's: what stands before the number of the copy."""
    return rf"regexp_replace({field}, '\.[0-9]+$', '')"


def key_of(table):
    return next(field.name for field in table.fields if field.is_key)


@pytest.mark.parametrize(("number", "size"), [(1, 1), (10, 6), (153, 210)])
def test_sizes_add_up_and_rise(number, size):
    found = invented(number, size)
    sizes = [council.size for council in found]
    assert sum(sizes) == pytest.approx(size) and sizes == sorted(sizes)
    assert len({council.la_code for council in found}) == len(found) == number


def test_habits_are_a_councils_own_whatever_its_size():
    def habits(size):
        return [(one.care_weight, one.plan_weight, one.slower_days, one.missed_visits) for one in invented(10, size)]

    assert habits(6) == habits(60) and len(set(habits(6))) == 10


@pytest.mark.parametrize("council", COUNCILS, ids=lambda one: one.la_code)
def test_a_child_is_copied_as_often_as_size_and_weight_say(copied, council):
    """Size times weight, rounded down or up; each of the three kinds has children of its own."""
    rows = copied.execute(
        f"""
        with children as (
            select distinct pers_person_id as child,
                case
                    when child in (select clae_person_id from source.raw.ssd_cla_episodes where {DECEMBER}) then 'care'
                    when child in (select cppl_person_id from source.raw.ssd_cp_plans where {DECEMBER}) then 'plan'
                    else 'neither'
                end as kind
            from source.raw.ssd_person where {DECEMBER}
        ),
        copies as (
            select {original("pers_person_id")} as child, count(distinct pers_person_id) as number
            from raw.ssd_person where {DECEMBER} and _la_code = '{council.la_code}' group by all
        )
        select kind, min(coalesce(number, 0)), max(coalesce(number, 0)), avg(coalesce(number, 0))
        from children left join copies using (child) group by all
        """
    ).fetchall()
    weights = {"care": council.care_weight, "plan": council.plan_weight, "neither": 1}
    assert {kind for kind, *_ in rows} == weights.keys()
    for kind, least, most, average in rows:
        wanted = council.size * weights[kind]
        assert int(wanted) <= least and most <= int(wanted) + 1
        assert average == pytest.approx(wanted, rel=0.15)


@pytest.mark.parametrize("council", COUNCILS, ids=lambda one: one.la_code)
def test_assessments_end_later_by_the_councils_days_or_are_still_open(copied, sources, council):
    wrong, moved = copied.execute(
        f"""
        select count(*) filter (copies.ended is distinct from case when later <= date '{sources[-1].extract_date}'
                then later end),
            count(*) filter (copies.ended > first.ended)
        from (
            select {original("cina_assessment_id")} as id, try_cast(cina_assessment_auth_date as date) as ended
            from raw.ssd_cin_assessments where {DECEMBER} and _la_code = '{council.la_code}'
        ) as copies
        inner join (
            select cina_assessment_id as id, try_cast(cina_assessment_auth_date as date) as ended,
                ended + {council.slower_days} as later
            from source.raw.ssd_cin_assessments
            where {DECEMBER} and (ended is not null or cina_assessment_auth_date is null)
        ) as first using (id)
        """
    ).fetchone()
    assert wrong == 0 and (moved > 0) == (council.slower_days > 0)


@pytest.mark.parametrize("council", COUNCILS, ids=lambda one: one.la_code)
def test_the_councils_share_of_visits_is_missing(copied, council):
    """Of the visits that every copy of their child would have; tens of thousands, so the share is close."""
    made, all_visits = copied.execute(
        f"""
        with copies as (
            select {original("pers_person_id")} as child, count(*) as number
            from (select distinct pers_person_id from raw.ssd_person
                where {DECEMBER} and _la_code = '{council.la_code}') group by all
        )
        select
            (select count(*) from raw.ssd_cp_visits where {DECEMBER} and _la_code = '{council.la_code}'),
            (select sum(number) from source.raw.ssd_cp_visits
                inner join copies on cppv_person_id = child where {DECEMBER})
        """
    ).fetchone()
    assert 1 - made / all_visits == pytest.approx(council.missed_visits, abs=0.015)


def test_workers_are_as_many_as_the_size_says(copied):
    [of_source] = copied.execute(f"select count(*) from source.raw.ssd_professionals where {DECEMBER}").fetchone()
    for council in COUNCILS:
        [found] = copied.execute(
            f"select count(*) from raw.ssd_professionals where {DECEMBER} and _la_code = '{council.la_code}'"
        ).fetchone()
        assert found / of_source == pytest.approx(council.size, abs=0.1)


@pytest.mark.parametrize("table", [one for one in tables().values() if one.name not in NOT_IN_THE_DEMO])
def test_no_key_is_repeated_that_the_source_does_not_repeat(copied, table):
    key = key_of(table)
    repeated = f"select {key}, _delivery_id from {{}}raw.{table.name} group by all having count(*) > 1"
    in_source = f"select split_part(_delivery_id, '/', 2) || {key} from ({repeated.format('source.')})"
    assert copied.execute(f"select count(*) from raw.{table.name}").fetchone()[0]
    found = copied.execute(
        f"""
        select count(*) from ({repeated.format("")})
        where split_part(_delivery_id, '/', 2) || {original(key)} not in ({in_source})
        """
    ).fetchone()
    assert found == (0,)


@pytest.mark.parametrize(
    ("table", "field"),
    [
        (table, field)
        for table in tables().values()
        for field in table.fields
        if field.references and field.is_kept and not {table.name, field.references} & NOT_IN_THE_DEMO
    ],
    ids=lambda one: one.name,
)
def test_what_a_row_of_the_source_refers_to_is_there_for_its_copies(copied, table, field):
    parent, parent_key = field.references, key_of(tables()[field.references])

    def rows(schema: str, is_found: bool) -> str:
        return f"""
            select {key_of(table)} as id, split_part(rows._delivery_id, '/', 2) as month
            from {schema}{table.name} as rows
            {"semi" if is_found else "anti"} join {schema}{parent} as parents
                on rows._delivery_id = parents._delivery_id and rows.{field.name} = parents.{parent_key}
            where rows.{field.name} is not null
        """

    referring = rows("source.raw.", is_found=True)
    assert copied.execute(f"select count(*) from ({referring})").fetchone()[0]
    lost = f"select {original('id')} as id, month from ({rows('raw.', is_found=False)})"
    assert copied.execute(f"select count(*) from ({lost}) semi join ({referring}) using (id, month)").fetchone() == (0,)


def test_every_id_is_numbered_or_a_worker_or_a_name_shared_by_all():
    """A new id of the contract has to be put on one side or the other."""
    others = {
        field.name
        for table in tables().values()
        for field in table.fields
        if field.is_kept and field.name.endswith("_id") and not is_id(table, field)
    }
    workers = {worker_field(table) for table in tables().values()} - {None}
    assert others - workers == {"dept_team_id", "dept_team_parent_id", "team_id", "invo_professional_role_id"}
    for table in tables().values():
        assert len([one for one in table.fields if one.name.endswith(("worker_id", "professional_id"))]) <= 1


def test_who_was_there_last_month_is_there_still(copied):
    """Unless the source has lost them, as it loses records on purpose. None changes the worker either."""
    for table, key, value in (
        ("ssd_person", "pers_person_id", "pers_person_id"),
        ("ssd_involvements", "invo_involvements_id", "invo_professional_id"),
    ):
        found = copied.execute(
            f"""
            with before as (select _la_code, {key} as id, {value} as said from raw.{table} where not {DECEMBER}),
            after as (select _la_code, {key} as id, {value} as said from raw.{table} where {DECEMBER}),
            kept as (
                select {key} as id from source.raw.{table} as earlier where not {DECEMBER}
                    and exists (from source.raw.{table} as later where {DECEMBER}
                        and earlier.{key} = later.{key} and earlier.{value} is not distinct from later.{value})
            )
            select count(*) from before left join after using (_la_code, id)
            where {original("id")} in (from kept) and before.said is distinct from after.said
            """
        ).fetchone()
        assert found == (0,), table


def test_real_children_are_never_copied(sources, tmp_path):
    with database.connect(tmp_path / "real.duckdb") as con:
        database.prepare(con)
        con.execute(f"attach '{sources[-1].database}' as source (read_only)")
        con.execute("insert into raw.deliveries from source.raw.deliveries")
        con.execute("update raw.deliveries set source_system = 'Liquidlogic LCS'")
    with pytest.raises(NotPossible, match="no demo delivery has been landed of December 2020"):
        landed_deliveries(tmp_path / "real.duckdb", [month_end("2020-12")])
