"""The candidate: a fresh DuckDB file with the marts of schema reporting, their constraints and their
comments.

Belongs here: writing the copy. Does not belong: judging it (audit.py) or making it the published one
(publish.py).
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from orchestration.privacy.databases import attach, opened
from orchestration.publish.tables import SCHEMA, Relation, identifier, literal, relations, table

PUBLICATION = f"""
create table {SCHEMA}.publication (
    la_code varchar primary key, delivery_id varchar not null, as_known_on date not null,
    first_month_on date not null, last_month_on date not null, code_version varchar not null,
    manifest_sha256 varchar not null
);
comment on table {SCHEMA}.publication is
    'One row per council: the delivery, the months and the code from which this file was made.';
comment on column {SCHEMA}.publication.la_code is 'ONS code of the council.';
comment on column {SCHEMA}.publication.delivery_id is 'The newest delivery known to the run: council/month end/number.';
comment on column {SCHEMA}.publication.as_known_on is 'Nothing recorded after this date was known to the run.';
comment on column {SCHEMA}.publication.first_month_on is 'First month, by its last day, that the run computed.';
comment on column {SCHEMA}.publication.last_month_on is 'Last month, by its last day, that the run computed.';
comment on column {SCHEMA}.publication.code_version is 'Package version and hash of models, macros, seeds and landing.';
comment on column {SCHEMA}.publication.manifest_sha256 is 'SHA-256 of the manifest of the delivery.';
insert into {SCHEMA}.publication
select
    built.la_code, built.delivery_id, run.as_known_on, run.first_month_on, run.last_month_on,
    run.code_version, landed.manifest_sha256
from build.staging.stg_deliveries as built
inner join build.raw.deliveries as landed using (delivery_id)
cross join build.control.run as run
where built.is_newest
order by built.la_code;
"""


def write_candidate(build_db: Path, candidate: Path) -> None:
    """Copy schema reporting of the build database into the new file `candidate`; rows are written sorted.

    Views become tables. FileExistsError when the candidate is already there.
    """
    if candidate.exists():
        raise FileExistsError(f"{candidate.name} is already there")
    with opened(candidate, read_only=False) as con:
        candidate.chmod(0o600)
        attach(con, build_db, "build", read_only=True)
        con.execute("begin")
        con.execute(f"create schema {SCHEMA}")
        for relation in relations(con, "build"):
            _copy(con, relation)
        con.execute(PUBLICATION)
        con.execute("commit")
        con.execute("detach build")
        con.execute("checkpoint")


def _copy(con: duckdb.DuckDBPyConnection, relation: Relation) -> None:
    name = table(relation)
    sorted_rows = f"select * from build.{name} order by all"
    if relation.ddl:
        con.execute(relation.ddl)
        con.execute(f"insert into {name} {sorted_rows}")
    else:
        con.execute(f"create table {name} as {sorted_rows}")
    if relation.comment:
        con.execute(f"comment on table {name} is {literal(relation.comment)}")
    for column in relation.columns:
        if column.comment:
            con.execute(f"comment on column {name}.{identifier(column.name)} is {literal(column.comment)}")
