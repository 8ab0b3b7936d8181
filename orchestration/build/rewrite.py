"""The build database written anew without some deliveries.

Deleting rows frees their pages but leaves their bytes in the file; a new file holds no trace of them. Belongs here:
what of a build database has to stay. Does not belong: which deliveries go (retention.py).
"""

from __future__ import annotations

import os
from pathlib import Path

from orchestration.build import database
from orchestration.common.encryption.databases import attach
from orchestration.common.relations import identifier

KEYS = {"deliveries": "delivery_id", "delivery_tables": "delivery_id", "refused_deliveries": "folder"}
TABLES = "select table_name from duckdb_tables() where database_name = $db and schema_name = 'raw' order by 1"


def rewrite_without(build_db: Path, deliveries: list[str]) -> None:
    """Keep the raw rows of all other deliveries and the control row.

    What a run copies or builds, the ledger and the models, is left out: it may hold rows of the deliveries, and the
    next run makes it again. Until then the control row has no token, so that nothing is built or published from it. The
    new file takes the old one's place in one step.
    """
    new = build_db.with_suffix(".rewritten")
    new.unlink(missing_ok=True)
    with database.connect(new) as con:
        database.prepare(con)
        attach(con, build_db, "old", read_only=True)
        there = {name for (name,) in con.execute(TABLES, {"db": "old"}).fetchall()}
        for (name,) in con.execute(TABLES, {"db": new.stem}).fetchall():
            if name in there:
                con.execute(
                    f"insert into raw.{identifier(name)} by name select * from old.raw.{identifier(name)} "
                    f"where not list_contains($deliveries, {KEYS.get(name, '_delivery_id')})",
                    {"deliveries": deliveries},
                )
        con.execute("insert into control.run by name select * from old.control.run")
        con.execute("update control.run set token = null")
        con.execute("detach old")
        con.execute("checkpoint")
    os.replace(new, build_db)
