"""What must hold of a build before it may be published, asked of the build database itself.

Whoever starts a publication - a run, a click in Dagster, a command - comes through here. Belongs here: whether the
build is whole, of the months asked for, and passes the checks that stop a publication. Does not belong: comparing the
copy with what is published (audit.py), or how Dagster shows a check (asset_checks.py).
"""

from __future__ import annotations

from pathlib import Path

from orchestration.build import database
from orchestration.build.held_deliveries import FAILED, in_doubt, what_to_do
from orchestration.common.code_version import read_code_version
from orchestration.common.errors import NotPossible, and_so_on
from orchestration.common.months import Months, in_words
from orchestration.common.relations import SCHEMA
from orchestration.publish.audit import AuditFailed, ledger_findings

ENDED_WELL = ("success", "pass", "warn")


def require_publishable(build_db: Path, months: Months | None, is_repeat: bool) -> None:
    """NotPossible when the build is not whole, or of other months than those asked for (None: it may be of any);
    AuditFailed when a check that stops a publication fails.

    A publication that is repeated is built without dbt's tests, and its deliveries were believed when it took place.
    """
    with database.connect(build_db) as con:
        database.prepare(con)
        run = database.current_run(con)
        _require_prepared(con, run, months)
        _require_built(con, run, with_tests=not is_repeat)
        if failed := [*nothing_lost(con), *ledger_kept(con)]:
            raise AuditFailed(failed)
        if not is_repeat and (failed := in_doubt(con)[FAILED]):
            raise AuditFailed([*failed, what_to_do(build_db)])


def nothing_lost(con: database.Connection) -> list[str]:
    """'table of delivery: counts' wherever landed rows are not staged rows plus refused rows.

    Tables that no model stages yet are left out.
    """
    rows = con.execute(
        f"""
        select delivery_id, table_name, landed_rows, staged_rows, refused_rows from {SCHEMA}.landed_rows
        where is_staged and landed_rows is distinct from staged_rows + refused_rows order by 1, 2
        """
    ).fetchall()
    return [
        f"{table} of {delivery}: {landed} landed, {staged} staged, {refused} refused"
        for delivery, table, landed, staged, refused in rows
    ]


def ledger_kept(con: database.Connection) -> list[str]:
    """Sentences on ledger rows that were published before and that this build would no longer publish."""
    name = con.execute("select current_database()").fetchone()[0]
    return ledger_findings(con, name, "ledger", name)


def from_the_start(months: Months) -> str:
    """What to do about a build that cannot be used for these months."""
    first, last = (f"{month:%Y-%m}" for month in months)
    return (
        f"Materialise landed_deliveries, all dbt models and published_database for {in_words(months)}, or run "
        f"`python -m orchestration.run range {first} {last}`"
    )


def _require_prepared(con: database.Connection, run: database.Run | None, months: Months | None) -> None:
    """NotPossible when the control row is not of these months, or what it was made for has changed since."""
    if run is None:
        to_do = from_the_start(months) if months else "Run a month"
        raise NotPossible(f"not published: no delivery has been landed and prepared for a build. {to_do}")
    wanted = months or (run.first, run.last)
    if wanted != (run.first, run.last):
        why = f"the build is of {in_words((run.first, run.last))}, not of {in_words(wanted)}"
    elif not database.is_prepared(con):
        why = "deliveries were landed or removed since the build was prepared"
    elif run.code_version != read_code_version():
        why = "models, seeds or landing changed since the build was prepared"
    else:
        return
    raise NotPossible(f"not published: {why}. {from_the_start(wanted)}")


def _require_built(con: database.Connection, run: database.Run, with_tests: bool) -> None:
    """NotPossible when the last run of dbt did not build everything for this control row, or a test did not pass."""
    months = in_words((run.first, run.last))
    rows = con.execute(
        """
        select
            built.node,
            case
                when built.token is distinct from run.token then 'of another run'
                when built.schema_name is not null and tables.table_name is null then 'gone'
                else built.status
            end
        from control.built
        cross join control.run
        left join information_schema.tables as tables
            on tables.table_catalog = current_database()
            and built.schema_name = tables.table_schema and built.relation = tables.table_name
        where $with_tests or built.schema_name is not null
        order by all
        """,
        {"with_tests": with_tests},
    ).fetchall()
    wrong = [(node, status) for node, status in rows if status not in ENDED_WELL]
    if rows and not wrong:
        return
    if [status for _, status in wrong].count("of another run") == len(rows):
        why = f"no dbt model was built since landed_deliveries was materialised for {months}"
    else:
        named = [f"{' '.join(node.split('.')[::2][:2])} ({status})" for node, status in wrong]
        why = f"{len(wrong)} of {len(rows)} nodes of dbt did not end well when it ran last: {and_so_on(named)}"
    raise NotPossible(
        f"not published: {why}. Materialise all dbt models, then published_database, for {months}; by hand, `dbt build`"
    )
