"""One council's landed delivery, made ready to be copied many times: every row with the child it belongs to.

Belongs here: how rows of the contract's tables hang together. Does not belong: sizes and habits (councils.py), or files
(deliveries.py).
"""

from __future__ import annotations

import duckdb

from orchestration.demo.deliveries.delivery_files import key_field
from orchestration.landing.contract import Field, Table, tables

PERSONS, TEAMS = "ssd_person", "ssd_department"
IDS_WITHOUT_A_TABLE = frozenset(
    {
        "icpc_icpc_meeting_id",
        "icpc_cp_plan_id",
        "icpc_referral_id",
        "cppr_cp_review_meeting_id",
        "clae_cla_id",
        "clae_referral_id",
        "clap_cla_id",
        "clar_cla_id",
        "clav_cla_id",
        "invo_referral_id",
        "perm_cla_id",
        "prof_staff_id",
    }
)


def worker_field(table: Table) -> str | None:
    """The field that names a worker. No table has two."""
    return next((one.name for one in table.fields if one.name.endswith(("worker_id", "professional_id"))), None)


def is_id(table: Table, field: Field) -> bool:
    """Whether a copy of a row needs another value in this field. Workers are mapped apart; teams stay, as seeds name
    them.
    """
    if TEAMS in (table.name, field.references) or field.name == worker_field(table):
        return False
    return field.is_key or bool(field.references) or field.name in IDS_WITHOUT_A_TABLE


def load(con: duckdb.DuckDBPyConnection, raw: str, delivery_id: str) -> list[str]:
    """Copy a delivery out of the schema `raw` into tables of the schema `source`; returns the names of those with rows.

    Each has the columns that landing keeps, and `_child`: null for rows that belong to no child.
    """
    con.execute("create schema if not exists source")
    found = []
    for table in tables().values():
        child, join = _child(table)
        kept = ", ".join(f"landed.{name}" for name in table.kept)
        rows = f"select {kept}, {child} as _child from {raw}.{table.name} as landed {join}"
        con.execute(
            f"create or replace table source.{table.name} as {rows} where landed._delivery_id = $delivery",
            {"delivery": delivery_id},
        )
        if con.execute(f"select count(*) > 0 from source.{table.name}").fetchone()[0]:
            found.append(table.name)
    return found


def _child(table: Table) -> tuple[str, str]:
    """SQL of the child of a landed row, and the join that it needs: its own field, or that of the row it adds to."""
    if table.name == PERSONS:
        return f"landed.{key_field(table.name)}", ""
    for field in table.fields:
        if field.references == PERSONS:
            return f"landed.{field.name}", ""
    if table.name == "ssd_cla_reviews":
        return _through("clar_cla_id", "ssd_cla_episodes", "clae_cla_id")
    for field in table.fields:
        if field.is_key and field.references:
            return _through(field.name, field.references, key_field(field.references))
    return "cast(null as varchar)", ""


def _through(field: str, parent: str, key: str) -> tuple[str, str]:
    children = f"select {key} as id, min(_child) as _child from source.{parent} group by all"
    return "parent._child", f"left join ({children}) as parent on landed.{field} = parent.id"
