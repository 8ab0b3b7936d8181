"""Which children and workers of the source a council has, and how often.

A child is copied as often as the council's size says, a fraction of a copy by a hash of the child, so that the same
children are there in every month. Of the workers as many are kept as the size says; they share the work of the others
in their team. Belongs here: tables of who is copied. Does not belong: sizes and habits (councils.py), or rows of the
contract's tables (deliveries.py).
"""

from __future__ import annotations

import math

import duckdb

from orchestration.demo.region.councils import Council

CHILDREN = """
create table source.children as
select
    _child as child, hash(_child) % 10000 / 10000 as place,
    _child in (select _child from source.ssd_cla_episodes) as is_looked_after,
    _child in (select _child from source.ssd_cp_plans) as is_on_plan
from (select distinct _child from source.ssd_person)
"""
# Those longest in their team first: who joins later changes nothing for them.
WORKERS = """
create table source.workers as
with posts as (
    select
        professional_id as worker, min(team_id) as team, min(role) as role,
        min(try_cast(start_date as date)) as started_on
    from source.hr_posts
    group by professional_id
)
select
    professionals.prof_professional_id as worker, posts.team, posts.role,
    row_number() over (
        partition by posts.team, posts.role
        order by posts.started_on nulls first, professionals.prof_professional_id
    ) as place,
    count(*) over (partition by posts.team, posts.role) as workers_in_team
from source.ssd_professionals as professionals
left join posts on professionals.prof_professional_id = posts.worker
"""
COPIES_OF_CHILDREN = """
create or replace temp table copies_of_children as
select
    child, range(cast(floor(
        $size * case when is_looked_after then $care when is_on_plan then $plan else 1 end + place
    ) as bigint)) as copies
from source.children
"""
COPIES_OF_WORKERS = """
create or replace temp table copies_of_workers as
with copied as (
    select workers.*, copy, greatest(1, round(workers_in_team * least(1, $size - copy))) as kept
    from source.workers as workers
    cross join range($copies) as copies(copy)
)
select
    worker, copy, place <= kept as is_kept,
    first_value(worker) over (partition by team, role, copy, (place - 1) % kept order by place) as stands_in
from copied
"""


def number_of_copies(council: Council) -> int:
    """How many times the council has the team of the source, the last time perhaps in part."""
    return math.ceil(council.size)


def weigh(con: duckdb.DuckDBPyConnection) -> None:
    """Note what copies go by of each child and worker in the schema `source`: its newest delivery says it for all."""
    con.execute(CHILDREN)
    con.execute(WORKERS)


def choose(con: duckdb.DuckDBPyConnection, council: Council) -> None:
    """Make the tables `copies_of_children`, with a list of numbers per child, and `copies_of_workers` for a council."""
    size, weights = {"size": council.size}, {"care": council.care_weight, "plan": council.plan_weight}
    con.execute(COPIES_OF_CHILDREN, size | weights)
    con.execute(COPIES_OF_WORKERS, size | {"copies": number_of_copies(council)})
