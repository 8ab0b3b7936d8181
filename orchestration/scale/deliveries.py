"""Writes deliveries of invented councils, copied in SQL from one council's rows, as Parquet with a manifest.

A child of the source is copied as often as its new council's size says, a fraction of a copy by a hash of the child, so
that the same children are there in every month. Copies have ids of their own. Of the workers each council keeps as many
as its size says, who share the work of the others in their team. Belongs here: rows and files. Does not belong: sizes
and habits (councils.py).
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from orchestration.landing.contract import CONTRACT_VERSION, Field, Table, tables
from orchestration.landing.land import DEMO
from orchestration.own_words import NotPossible
from orchestration.scale.councils import HEAVIEST, Council
from orchestration.scale.source import TEAMS, is_id, load, worker_field

SOURCE_SYSTEM = f"{DEMO} of many councils"
MEMORY = "2GB"
VISITS = {"ssd_cp_visits": "cppv_cp_visit_id", "ssd_cla_visits": "clav_cla_visit_id"}
END_OF_ASSESSMENT = "cina_assessment_auth_date"
NUMBER_OF_COPY = "case when rows.copy > 0 then '.' || rows.copy else '' end"


@dataclass(frozen=True)
class Source:
    """A landed delivery to be copied: `delivery_id` in the schema raw of the database at `database`."""

    database: Path
    delivery_id: str
    month_end: date
    extract_date: date


def landed_deliveries(build_db: Path, months: list[date]) -> list[Source]:
    """The demo deliveries of the month ends `months` landed in a build database, the newest of each month.

    NotPossible when a month has none: rows of real children are never copied.
    """
    found = {}
    with duckdb.connect(str(build_db), read_only=True) as con:
        rows = con.execute(
            "select delivery_id, month_end, extract_date, source_system from raw.deliveries order by delivery"
        ).fetchall()
    for delivery_id, month, extract_date, source_system in rows:
        if source_system.startswith(DEMO):
            found[month] = Source(build_db, delivery_id, month, extract_date)
    missing = [f"{month:%B %Y}" for month in months if month not in found]
    if missing:
        raise NotPossible(f"no demo delivery has been landed of {', '.join(missing)}")
    return [found[month] for month in months]


def write_councils(source: Source, councils: list[Council], landing: Path) -> list[Path]:
    """Write one delivery of each council below `landing`; returns their folders. Rows are read once into memory and
    written council by council, so that memory does not grow with their number.
    """
    with duckdb.connect(config={"memory_limit": MEMORY, "preserve_insertion_order": False}) as con:
        con.execute(f"attach '{source.database}' as build (read_only)")
        names = load(con, "build.raw", source.delivery_id)
        con.execute("detach build")
        _weigh_children(con)
        return [_write_council(con, source, council, names, landing) for council in councils]


def _weigh_children(con: duckdb.DuckDBPyConnection) -> None:
    """What a council's habits go by: whether the child was ever looked after or on a plan, and the hash of its id."""
    con.execute(
        """
        create table source._children as
        select _child as child, hash(_child) % 10000 / 10000 as place,
            _child in (select _child from source.ssd_cla_episodes) as is_looked_after,
            _child in (select _child from source.ssd_cp_plans) as is_on_plan
        from (select distinct _child from source.ssd_person)
        """
    )


def _write_council(
    con: duckdb.DuckDBPyConnection, source: Source, council: Council, names: list[str], landing: Path
) -> Path:
    folder = landing / council.la_code / source.month_end.isoformat() / "1"
    folder.mkdir(parents=True)
    _copies_of_children(con, council)
    _copies_of_workers(con, council)
    listed = []
    for name in names:
        path = folder / f"{name}.parquet"
        rows = con.execute(f"copy ({_copied(tables()[name], council, source)}) to '{path}'").fetchone()[0]
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        listed.append({"name": name, "file": path.name, "rows": rows, "sha256": digest})
    manifest = {
        "contract_version": CONTRACT_VERSION,
        "la_code": council.la_code,
        "source_system": SOURCE_SYSTEM,
        "month_end": source.month_end.isoformat(),
        "extract_date": source.extract_date.isoformat(),
        "delivery": 1,
        "tables": listed,
    }
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
    return folder


def _copies_of_children(con: duckdb.DuckDBPyConnection, council: Council) -> None:
    con.execute(
        """
        create or replace temp table copies_of_children as
        select child, range(cast(floor(
            $size * case when is_looked_after then $care when is_on_plan then $plan else 1 end + place
        ) as bigint)) as copies
        from source._children
        """,
        {"size": council.size, "care": council.care_weight, "plan": council.plan_weight},
    )


def _copies_of_workers(con: duckdb.DuckDBPyConnection, council: Council) -> None:
    """Per worker and copy: who does the work there. In the last copy, a fraction, few stand for all of their team."""
    con.execute(
        """
        create or replace temp table copies_of_workers as
        with workers as (
            select professionals.prof_professional_id as worker,
                row_number() over team as place, count(*) over (partition by team_id, role) as number,
                team_id, role
            from source.ssd_professionals as professionals
            left join (select professional_id, min(team_id) as team_id, min(role) as role from source.hr_posts
                group by all) as posts on professionals.prof_professional_id = posts.professional_id
            window team as (partition by team_id, role order by hash(professionals.prof_professional_id))
        ),
        copied as (
            select workers.*, copy, greatest(1, round(number * least(1, $size - copy))) as kept
            from workers cross join range(cast(ceil($size * $heaviest) as bigint) + 1) as copies(copy)
        )
        select worker, copy, place <= kept and copy < $size as is_kept,
            first_value(worker) over (partition by team_id, role, copy, (place - 1) % kept order by place) as stands_in
        from copied
        """,
        {"size": council.size, "heaviest": HEAVIEST},
    )


def _copied(table: Table, council: Council, source: Source) -> str:
    """SQL of a table's rows in a council, with the columns of the contract; those that landing drops are empty."""
    worker = worker_field(table)
    columns = ", ".join(f"{_value(table, field, council, source)} as {field.name}" for field in table.fields)
    chosen = _chosen(table, worker, council)
    if worker:
        chosen += (
            f" left join copies_of_workers as workers on rows.{worker} = workers.worker and rows.copy = workers.copy"
        )
    if table.name in VISITS:
        chosen += f" where hash(rows.{VISITS[table.name]}, rows.copy) % 1000 >= {council.missed_visits * 1000:.0f}"
    return f"select {columns} from {chosen}"


def _chosen(table: Table, worker: str | None, council: Council) -> str:
    """SQL of the rows that the council has, each as often as it has it, with the number of the `copy`."""
    key = next(field.name for field in table.fields if field.is_key)
    if table.name == TEAMS:
        return f"(select * from source.{table.name} cross join (select 0 as copy)) as rows"
    if table.name in ("ssd_professionals", "hr_posts"):
        kept = f"inner join copies_of_workers as kept on rows.{worker} = kept.worker and kept.is_kept"
        return f"(select rows.*, kept.copy from source.{table.name} as rows {kept}) as rows"
    return (
        f"(select rows.*, unnest(coalesce(children.copies, range(cast(floor({council.size} + "
        f"hash(rows.{key}) % 10000 / 10000) as bigint)))) as copy from source.{table.name} as rows "
        f"left join copies_of_children as children on rows._child = children.child) as rows"
    )


def _value(table: Table, field: Field, council: Council, source: Source) -> str:
    """SQL of one value of a copied row."""
    if not field.is_kept:
        return "cast(null as varchar)"
    if field.name == worker_field(table):
        return f"coalesce(workers.stands_in, rows.{field.name}) || {NUMBER_OF_COPY}"
    if is_id(table, field):
        return f"rows.{field.name} || {NUMBER_OF_COPY}"
    if field.name == END_OF_ASSESSMENT:
        later = f"try_cast(rows.{field.name} as date) + {council.slower_days}"
        known = f"case when {later} <= date '{source.extract_date}' then strftime({later}, '%Y-%m-%d') end"
        return f"case when {later} is null then rows.{field.name} else {known} end"
    return f"rows.{field.name}"
