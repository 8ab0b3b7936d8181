"""The chapter on data quality: what a delivery lacked, and what is to be mended at the source, by whom.

Belongs here: laying those marts out, in numbers. Does not belong here: what breaks a rule
(models/reporting/checks/source_faults), and the records themselves, which stand in the marts.
"""

from __future__ import annotations

from orchestration.report.content.marts import Marts
from orchestration.report.document import Cell, Chapter, Row, Table

NOTE = (
    "Refused rows are in no figure. A record of which one field cannot be read counts, and what that field says is "
    "unknown. A record that breaks a rule is counted as it was delivered, so what is mended in the case system moves "
    "the figures with the next delivery. A team is that of the child's lead worker or, of a closed case, of the last "
    "one."
)


def quality_chapter(marts: Marts, delivery_id: str) -> Chapter:
    """What to know first, refused rows, checks in doubt, repaired faults and broken rules of the delivery."""
    tables = [_refused(marts, delivery_id), _doubts(marts, delivery_id), _repairs(marts, delivery_id)]
    if marts.ask(_IS_NEWEST, delivery_id=delivery_id):  # of a delivery before it, nobody mends anything
        tables[1:1] = [_unread(marts)]
        tables = [_told_first(marts), *tables, _rules(marts), _teams(marts), _reasons(marts)]
    return Chapter("Data quality", "quality", note=NOTE, tables=tuple(tables))


def _told_first(marts: Marts) -> Table:
    return Table(
        "told_first",
        "What to know first: where figures are wrong or missing without a refused row",
        ("Finding", "Table and field", "Team", "Records", "What comes of it", "What to do"),
        tuple(
            Row(
                row["what"],
                (
                    Cell(row["place"]),
                    Cell(row["team"]),
                    _count(row["records"], row["out_of"]),
                    Cell(row["effect"]),
                    Cell(row["remedy"]),
                ),
            )
            for row in marts.ask(_TOLD_FIRST)
        )
        or (Row("None", (*(Cell("-"),) * 2, _count(0), *(Cell("-"),) * 2)),),
    )


def _refused(marts: Marts, delivery_id: str) -> Table:
    return Table(
        "refused_rows",
        "Rows of the delivery that were refused",
        ("Table", "Reason", "Rows"),
        tuple(
            Row(row["table_name"], (Cell(row["refusal_reason"]), _count(row["refused_rows"])))
            for row in marts.ask(_REFUSED, delivery_id=delivery_id)
        )
        or _none(1),
    )


def _unread(marts: Marts) -> Table:
    return Table(
        "unread_attributes",
        "Fields that could not be read, of records that count all the same",
        ("Table", "Field", "Reason", "Records"),
        tuple(
            Row(
                row["table_name"],
                (Cell(row["field"]), Cell(f"{row['reason']} {row['code']}".strip()), _count(row["records"])),
            )
            for row in marts.ask(_UNREAD)
        )
        or _none(2),
    )


def _doubts(marts: Marts, delivery_id: str) -> Table:
    return Table(
        "intake_checks",
        "Checks of the delivery that warned or failed",
        ("Check", "Table", "Measured", "Result", "Why"),
        tuple(
            Row(
                row["what"],
                (
                    Cell(row["table_name"]),
                    Cell(f"{row['measured']:.3g} {row['unit']}"),
                    Cell(row["result"]),
                    Cell(row["reason"]),
                ),
            )
            for row in marts.ask(_INTAKE, delivery_id=delivery_id)
        )
        or (Row("None", (Cell("-"),) * 4),),
    )


def _repairs(marts: Marts, delivery_id: str) -> Table:
    return Table(
        "care_episode_faults",
        "Faults found in episodes of care, and what the figures rest on",
        ("Fault", "End date used", "Episodes"),
        tuple(
            Row(row["fault"], (Cell(row["repair"] or "as delivered"), _count(row["episodes"])))
            for row in marts.ask(_REPAIRS, delivery_id=delivery_id)
        )
        or _none(1),
    )


def _rules(marts: Marts) -> Table:
    rules = marts.ask(_RULES)
    return Table(
        "broken_rules",
        f"Records that break a rule of a statutory return, or one of ours (SSD); {len(rules)} rules looked at",
        ("Rule", "What must hold", "What comes of it", "Records"),
        tuple(
            Row(
                f"{row['return_of']} {row['number']}",
                (Cell(row["must_hold"]), Cell(row["effect"]), _count(row["records"])),
            )
            for row in rules
            if row["records"]
        )
        or _none(2),
    )


def _teams(marts: Marts) -> Table:
    return Table(
        "to_mend_by_team",
        "To be mended at the source, by team",
        ("Team", "Refused rows", "Fields not read", "Records that break a rule"),
        tuple(
            Row(
                row["team"], tuple(_count(row[kind]) for kind in ("refused_rows", "unread_attributes", "source_faults"))
            )
            for row in marts.ask(_TEAMS)
        )
        or (Row("None", (_count(0),) * 3),),
    )


def _reasons(marts: Marts) -> Table:
    return Table(
        "to_mend_by_reason",
        "To be mended at the source, by team, table and reason",
        ("Team", "Table", "Reason", "Records"),
        tuple(
            Row(row["team"], (Cell(row["table_name"]), Cell(row["reason"]), _count(row["records"])))
            for row in marts.ask(_REASONS)
        )
        or _none(2),
    )


def _none(texts: int) -> tuple[Row, ...]:
    return (Row("None", (*(Cell("-"),) * texts, _count(0))),)


def _count(number: int, out_of: int | None = None) -> Cell:
    return Cell(f"{number} of {out_of}" if out_of else str(number), number, "count")


_TOLD_FIRST = """
select what, place, team, records, out_of, effect, remedy
from told_first where la_code = $la_code
order by position, place, team = 'not known', team
"""


_REFUSED = """
select table_name, refusal_reason, count(*) as refused_rows
from refused_rows where delivery_id = $delivery_id
group by table_name, refusal_reason order by table_name, refusal_reason
"""

_UNREAD = """
select table_name, field, reason, code, records
from unread_attributes where la_code = $la_code order by table_name, field, reason, code
"""

_INTAKE = """
select what, table_name, measured, unit, result, reason
from intake_checks where delivery_id = $delivery_id and result <> 'passed' order by result, check_id, table_name
"""

_REPAIRS = """
select fault, repair, count(*) as episodes
from care_episode_repairs where delivery_id = $delivery_id group by fault, repair order by fault, repair
"""

_IS_NEWEST = "select 1 from intake_checks where delivery_id = $delivery_id limit 1"

_RULES = """
select rules.return_of, rules.number, rules.must_hold, rules.effect, count(faults.rule) as records
from validation_rules as rules
left join source_faults as faults on rules.rule = faults.rule and faults.la_code = $la_code
group by all order by min(rules.position)
"""

_TEAMS = """
select
    team,
    coalesce(sum(records) filter (where kind = 'refused row'), 0)::int as refused_rows,
    coalesce(sum(records) filter (where kind = 'unread attribute'), 0)::int as unread_attributes,
    coalesce(sum(records) filter (where kind = 'source fault'), 0)::int as source_faults
from data_quality_by_team where la_code = $la_code
group by team order by team = 'not known', team
"""

_REASONS = """
select team, table_name, reason, records
from data_quality_by_team where la_code = $la_code
order by team = 'not known', team, kind desc, table_name, reason
"""
