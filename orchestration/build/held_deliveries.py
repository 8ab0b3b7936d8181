"""Deliveries that cannot be believed: what a build found of them, and holding one back so that its council alone stops.

Belongs here: reading the checks of deliveries and deciding who goes on. Does not belong: what is measured
(models/reporting/checks/intake_checks.sql), thresholds and acceptances (seeds), or Dagster (asset_checks.py).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from orchestration.build import database
from orchestration.common.relations import SCHEMA

CHECKS = f"{SCHEMA}.intake_checks"
FAILED, WARNED, HELD = "failed", "warned", "held back"
CORRECT_OR_ACCEPT = (
    "Nothing is published. Deliver again, corrected, under the next number; or, if it is right as it is, accept it by "
    "a row 'delivery_id,check_id,table_name,accepted_by,reason' in seeds/intake_acceptances.csv. Run again."
)


def is_region(build_db: Path) -> bool:
    """Whether several councils have delivered."""
    with database.connect(build_db, read_only=True) as con:
        return con.execute("select count(distinct la_code) > 1 from raw.deliveries").fetchone()[0]


def build_believed(build_db: Path, build: Callable[[], None]) -> None:
    """Call `build`, which builds all models, and again as long as that holds a delivery back."""
    build()
    while hold_back(build_db):
        build()


def hold_back(build_db: Path) -> list[str]:
    """Hold back, for this run, the deliveries that failed a check in the build that has ended; returns their ids.

    None when a council among them has no earlier delivery to stay at, or when no other council has delivered the last
    month of the run: then the failure stands, as it does where there is one council.
    """
    with database.connect(build_db) as con:
        if not database.is_built(con, SCHEMA, "intake_checks"):  # the build ended before its checks
            return []
        failed = dict(con.execute(_FAILED, {"failed": FAILED}).fetchall())
        can_stay = {row[0] for row in con.execute(_EARLIER, {"failed": list(failed.values())}).fetchall()}
        in_time = {row[0] for row in con.execute(_IN_TIME).fetchall()}
        if not failed or not failed.keys() <= can_stay or not in_time - failed.keys():
            return []
        con.execute("delete from control.built")  # it rests on what is held back now
        con.execute(_HOLD, {"deliveries": list(failed.values()), "failed": FAILED, "held": HELD})
    return sorted(failed.values())


def in_doubt(con: database.Connection) -> dict[str, list[str]]:
    """'delivery: check table 100% of 42 (fails above 30%): most often field: reason' for the checks of deliveries that
    failed, were a reason to hold one back, or warned.
    """
    rows = con.execute(
        f"""
        select result, delivery_id, check_id, table_name, measured, unit, measured_on, warn_above, fail_above, details,
            reason
        from {CHECKS} where result <> 'passed' order by all
        """
    ).fetchall()
    found: dict[str, list[str]] = {FAILED: [], HELD: [], WARNED: []}
    for result, delivery, check, table, measured, unit, measured_on, warns, fails, details, reason in rows:
        value = f"{measured:.4g}% of {measured_on}" if unit == "percent" else f"{measured:.4g} {unit}"
        verb, threshold = ("warns", warns) if result == WARNED else ("fails", fails)
        limit = f"{verb} above {threshold:g}{'%' if unit == 'percent' else ''}"
        most_often = f": most often {details}" if details else ""
        found[result].append(f"{delivery}: {check} {table} {value} ({limit}){most_often}. {reason}")
    return found


def perhaps_the_cause(build_db: Path) -> str:
    """What was doubted of the deliveries by a build that failed for another reason; '' when it was nothing."""
    with database.connect(build_db, read_only=True) as con:
        if not database.is_built(con, SCHEMA, "intake_checks"):
            return ""
        found = in_doubt(con)
    listed = "".join(f"\n  {finding}" for finding in (*found[FAILED], *found[WARNED]))
    return f"\nThe cause may be what was found of the deliveries:{listed}" if listed else ""


def what_to_do(build_db: Path) -> str:
    """How a failed check of deliveries is mended, and where everything that was measured can be read."""
    return (
        f"{CORRECT_OR_ACCEPT}\n"
        f"All checks stand in reporting.intake_checks, the refused rows in reporting.refused_rows of {build_db}, until "
        "the next run."
    )


_FAILED = f"""
select distinct checks.la_code, checks.delivery_id from {CHECKS} as checks
inner join staging.stg_deliveries as deliveries using (delivery_id)
where checks.result = $failed and deliveries.is_newest
"""

_EARLIER = """
select distinct deliveries.la_code from raw.deliveries as deliveries
cross join control.run as run
where deliveries.extract_date <= run.as_known_on and not list_contains($failed, deliveries.delivery_id)
    and deliveries.delivery_id not in (select delivery_id from control.held_checks)
"""

_IN_TIME = """
select deliveries.la_code from staging.stg_deliveries as deliveries
cross join control.run as run
where deliveries.is_newest and deliveries.delivery_month_on >= run.last_month_on
"""

_HOLD = f"""
insert into control.held_checks by name
select * replace (case result when $failed then $held else result end as result)
from {CHECKS} where list_contains($deliveries, delivery_id)
"""
