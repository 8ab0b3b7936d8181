"""Asset checks that stand between the build and its publication and that dbt cannot express alone.

Belongs here: checks that look at several schemas or at the published file. Does not belong: tests of one
model, which are dbt tests and become asset checks by themselves.
"""

from collections.abc import Iterable

import dagster as dg

from orchestration.build import database
from orchestration.build.database import LEDGER_TABLES
from orchestration.build.held_deliveries import FAILED, HELD, WARNED, in_doubt, what_to_do
from orchestration.common.errors import in_own_words
from orchestration.common.relations import SCHEMA
from orchestration.common.settings import Settings
from orchestration.defs.resources import POOL
from orchestration.publish.gate import ledger_kept, nothing_lost

MOST_LINES = 50


def described(findings: list[str], to_do: str = "") -> str | None:
    """What a check found and what to do about it, as one text; None when it found nothing."""
    if not findings:
        return None
    more = [f"and {len(findings) - MOST_LINES} more"] if len(findings) > MOST_LINES else []
    return "\n".join([*findings[:MOST_LINES], *more, *([to_do] if to_do else [])])


def said_by_failed_checks(events: Iterable[dg.DagsterEvent], step_key: str) -> str:
    """The descriptions of the checks of a step that failed and block what comes after; '' when there is none."""
    found = [
        event.asset_check_evaluation_data
        for event in events
        if event.event_type == dg.DagsterEventType.ASSET_CHECK_EVALUATION and event.step_key == step_key
    ]
    return "\n".join(
        f"{check.check_name}: {check.description}"
        for check in found
        if not check.passed and check.severity == dg.AssetCheckSeverity.ERROR and check.description
    )


def figures_in_doubt(con: database.Connection) -> dict[str, list[str]]:
    """'check cell period: found, expected' of the newest report of each council: failed ones, and named exceptions."""
    rows = con.execute(
        f"""
        select result, check_id, cell, period, found, expected, reason from {SCHEMA}.figure_checks
        where report_month = (select max(report_month) from {SCHEMA}.figure_checks) and result <> 'passed'
        order by all
        """
    ).fetchall()
    found: dict[str, list[str]] = {"failed": [], "exception": []}
    for result, check_id, cell, period, value, expected, reason in rows:
        found[result].append(
            f"{check_id}, {cell} {period}: {value:g}, expected {expected:g}" + (f" ({reason})" if reason else "")
        )
    return found


def figure_check() -> dg.AssetChecksDefinition:
    """Does not stop a publication: a figure that looks wrong may be right, and somebody has to look."""

    @dg.asset_check(
        asset=dg.AssetKey([SCHEMA, "figure_checks"]),
        name="figures_agree",
        description="The figures of the newest report add up, follow from month to month and stay within their past.",
        blocking=False,
        pool=POOL,
    )
    @in_own_words()
    def check(settings: dg.ResourceParam[Settings]) -> dg.AssetCheckResult:
        with database.connect(settings.build_db, read_only=True) as con:
            found = figures_in_doubt(con)
            total = con.execute(f"select count(*) from {SCHEMA}.figure_checks").fetchone()[0]
        return dg.AssetCheckResult(
            passed=not found["failed"],
            severity=dg.AssetCheckSeverity.WARN,
            description=described(found["failed"], "Look at these figures before anybody relies on them."),
            metadata={
                "checks of all reports": total,
                "failed in the newest report": len(found["failed"]),
                "named exceptions in the newest report": len(found["exception"]),
                "failed": dg.MetadataValue.json(found["failed"]),
                "exceptions": dg.MetadataValue.json(found["exception"]),
            },
        )

    return check


def intake_check() -> dg.AssetChecksDefinition:
    """Warns of what somebody should look at, and of what was held back; stops the publication only for what nobody
    could explain.

    Such a failure is accepted, for one delivery, by a row of the seed `intake_acceptances`.
    """

    @dg.asset_check(
        asset=dg.AssetKey([SCHEMA, "intake_checks"]),
        name="deliveries_can_be_believed",
        description="The newest delivery of each council, against the one last published and the thresholds of the "
        "seed intake_thresholds.",
        blocking=True,
        pool=POOL,
    )
    @in_own_words()
    def check(settings: dg.ResourceParam[Settings]) -> dg.AssetCheckResult:
        with database.connect(settings.build_db, read_only=True) as con:
            found = in_doubt(con)
        findings = [
            *found[FAILED],
            *(f"Not believed, the other councils go on: {finding}" for finding in found[HELD]),
            *found[WARNED],
        ]
        return dg.AssetCheckResult(
            passed=not findings,
            description=described(findings, what_to_do(settings.build_db) if found[FAILED] else ""),
            severity=dg.AssetCheckSeverity.ERROR if found[FAILED] else dg.AssetCheckSeverity.WARN,
            metadata={kind: dg.MetadataValue.json(findings) for kind, findings in found.items()},
        )

    return check


def blocking_checks() -> list[dg.AssetChecksDefinition]:
    """Both checks; either one failing keeps the published file as it is."""
    return [
        _check(
            "landed_is_staged_plus_refused",
            "landed_rows",
            nothing_lost,
            "For every table of every delivery in view, rows landed are rows staged plus rows refused.",
            "A model loses or doubles rows. Compare raw, staging and reporting.refused_rows of the build database.",
        ),
        _check(
            "ledger_only_grows",
            LEDGER_TABLES[0],
            ledger_kept,
            "Every row of the ledger that is published today stands unchanged in the ledger of this build.",
            "Was the published file changed or replaced by hand? `python -m orchestration.run verify` compares it with "
            "the run record.",
        ),
    ]


def _check(name: str, model: str, find, description: str, to_do: str) -> dg.AssetChecksDefinition:
    @dg.asset_check(asset=dg.AssetKey([SCHEMA, model]), name=name, description=description, blocking=True, pool=POOL)
    @in_own_words()
    def check(settings: dg.ResourceParam[Settings]) -> dg.AssetCheckResult:
        with database.connect(settings.build_db, read_only=True) as con:
            findings = find(con)
        return dg.AssetCheckResult(
            passed=not findings,
            description=described(findings, to_do),
            metadata={"findings": dg.MetadataValue.json(findings)},
        )

    return check
