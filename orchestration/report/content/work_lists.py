"""Lists for work: what is due or overdue, who is behind each red figure, and which records break a rule.

Belongs here: laying those marts out, as totals for the restricted report and child by child for a workbook of its own.
Does not belong here: when something is due (models/episodes/due_*.sql).
"""

from __future__ import annotations

from datetime import date
from itertools import groupby
from pathlib import Path

from orchestration.report.content.marts import Marts, open_marts
from orchestration.report.content.periods import day
from orchestration.report.document import Cell, Chapter, Document, Row, Table

LISTS = "lists"
NOTE = (
    "Due is what can still be done in time within ten working days of the delivery; overdue what would be late by the "
    "rule of its indicator, or is not there. The children stand in the workbook of lists, for those who work with them."
)
NO_TEAM = "no lead worker known"
FIRST_DAY = date(1899, 12, 30)  # day 0 of workbooks


def work_chapter(marts: Marts, as_known_on: date) -> Chapter | None:
    """How much is due, of whose teams, and behind which red figures; None in reports that newer deliveries followed."""
    duties = marts.ask(_DUTIES, as_known_on=as_known_on)
    if not duties:
        return None
    return Chapter(
        "Work due",
        "work-due",
        note=NOTE,
        tables=(
            Table(
                "work_due",
                f"Due and overdue as known on {day(as_known_on)}",
                ("What", "In time is", "Overdue", "Due in 10 working days"),
                tuple(
                    Row(
                        row["title"],
                        (Cell(row["in_time"]), _count(row["overdue"]), _count(row["due_in_10_working_days"])),
                    )
                    for row in duties
                ),
            ),
            Table(
                "work_due_by_team",
                "By team of the lead worker",
                ("Teams", "Overdue", "Due in 10 working days"),
                tuple(Row(_team(row), (_count(row["overdue"]), _count(row["due"]))) for row in marts.ask(_TEAMS)),
            ),
            Table(
                "red_figures",
                "Behind the red figures of the scorecard",
                ("Indicator", "This month", "Target", "Records behind it"),
                tuple(
                    Row(
                        row["title"],
                        (
                            Cell(row["this_month"]),
                            Cell(row["target_green"]),
                            Cell("no child in particular") if row["records"] is None else _count(row["records"]),
                        ),
                    )
                    for row in marts.ask(_RED)
                ),
            ),
        ),
    )


def work_lists(published_db: Path, la_code: str, report_month: date) -> Document | None:
    """The lists child by child, a chapter each; None when the newest delivery is of another month."""
    with open_marts(published_db, la_code, report_month) as marts:
        issue = marts.ask(_NEWEST)
        if not issue:
            return None
        chapters = [_list_of(*one) for one in _grouped(marts.ask(_WORK), "duty", "title")]
        chapters += [_exceptions_of(*one) for one in _grouped(marts.ask(_EXCEPTIONS), "row_key", "title")]
        chapters += _faults(marts.ask(_FAULTS))
    known_on = day(issue[0]["as_known_on"])
    return Document(
        title=f"Children's social care lists for work: {known_on}",
        la_code=la_code,
        report_month=report_month,
        edition=LISTS,
        stamp=(
            f"Council {la_code}. These lists name children: for those who work with them, not to be passed on.",
            f"From delivery {issue[0]['delivery_id']}, as known on {known_on}.",
        ),
        chapters=tuple(chapters),
    )


def _grouped(rows: list[dict], key: str, title: str) -> list[tuple[str, str, list[dict]]]:
    return [
        (str(name), mine[0][title], mine)
        for name, mine in ((name, list(found)) for name, found in groupby(rows, lambda row: row[key]))
    ]


def _list_of(duty: str, title: str, rows: list[dict]) -> Chapter:
    listed = tuple(
        Row(
            row["child_id"],
            (
                Cell(row["event_id"]),
                _date(row["due_on"]),
                Cell("overdue" if row["is_overdue"] else "due", tone="red" if row["is_overdue"] else ""),
                Cell("-") if row["working_days_left"] is None else _count(row["working_days_left"]),
                Cell(row["professional_id"] or "-"),
                Cell(_team(row)),
            ),
        )
        for row in rows
    )
    headings = ("Child", "Record", "Due on", "State", "Working days left", "Lead worker", "Teams")
    return Chapter(
        title, duty, note=f"In time is: {rows[0]['in_time']}.", tables=(Table(duty, title, headings, listed),)
    )


def _exceptions_of(row_key: str, title: str, rows: list[dict]) -> Chapter:
    listed = tuple(
        Row(
            row["subject_id"] or "-",
            (
                Cell(row["event_id"]),
                _date(row["event_on"]),
                Cell(row["professional_id"] or "-"),
                Cell(_team(row)),
            ),
        )
        for row in rows
    )
    note = f"{rows[0]['this_month']} against a target of {rows[0]['target_green']}. {rows[0]['definition']}"
    name = f"red_{row_key}"
    headings = ("Child or other subject", "Record", "Date", "Lead worker", "Teams")
    return Chapter(f"Red: {title}", name, note=note, tables=(Table(name, title, headings, listed),))


def _faults(rows: list[dict]) -> list[Chapter]:
    listed = tuple(
        Row(
            row["child_id"],
            (
                Cell(row["event_id"]),
                Cell(row["table_name"]),
                Cell(f"{row['return_of']} {row['number']}"),
                Cell(row["must_hold"]),
                Cell(row["professional_id"] or "-"),
                Cell(row["team"]),
            ),
        )
        for row in rows
    )
    note = (
        "To be mended in the case system. Of two records that overlap, the earlier stands here; of a closed case, the "
        "last lead worker."
    )
    headings = ("Child", "Record", "Table", "Rule", "What must hold", "Lead worker", "Team")
    table = Table("source_faults", "Records that break a rule of a statutory return", headings, listed)
    return [Chapter("To be mended", "source_faults", note=note, tables=(table,))] if listed else []


def _count(number: int | None) -> Cell:
    return Cell("source missing") if number is None else Cell(str(number), number, "count")


def _date(on: date) -> Cell:
    return Cell(day(on), (on - FIRST_DAY).days, "date")


def _team(row: dict) -> str:
    return (row["team_group"] or NO_TEAM).replace("_", " ")


_DUTIES = """
select title, in_time, overdue, due_in_10_working_days from work_due_by_duty
where la_code = $la_code and as_known_on = $as_known_on order by position
"""

_TEAMS = """
select
    team_group, count(*) filter (where is_overdue) as overdue, count(*) filter (where not is_overdue) as due
from work_due where la_code = $la_code group by team_group order by team_group nulls last
"""

_RED = """
select
    scorecard.title, scorecard.this_month, scorecard.target_green,
    nullif(count(exceptions.row_key), 0) as records
from report_scorecard as scorecard
left join red_figure_exceptions as exceptions using (la_code, report_month, row_key)
where scorecard.la_code = $la_code and scorecard.report_month = $report_month and scorecard.rag = 'red'
group by all order by min(scorecard.row_no)
"""

_NEWEST = """
select issues.as_known_on, issues.delivery_id
from report_issues as issues
inner join (select distinct la_code, as_known_on from work_due_by_duty) as lists using (la_code, as_known_on)
where issues.is_latest_issue and issues.la_code = $la_code and issues.report_month = $report_month
"""

_WORK = """
select
    duties.position, due.duty, duties.title, duties.in_time, due.child_id, due.event_id, due.due_on, due.is_overdue,
    due.working_days_left, due.professional_id, due.team_group
from work_due as due
inner join work_due_by_duty as duties using (la_code, duty)
where due.la_code = $la_code
order by duties.position, due.due_on, due.child_id, due.event_id
"""

_EXCEPTIONS = """
select
    exceptions.row_key, scorecard.title, scorecard.this_month, scorecard.target_green, definitions.definition,
    exceptions.subject_id, exceptions.event_id, exceptions.event_on, exceptions.professional_id, exceptions.team_group
from red_figure_exceptions as exceptions
inner join report_scorecard as scorecard using (la_code, report_month, row_key)
inner join report_definitions as definitions
    on exceptions.la_code = definitions.la_code and exceptions.report_month = definitions.report_month
    and exceptions.indicator_id = definitions.indicator_id
where exceptions.la_code = $la_code and exceptions.report_month = $report_month
order by scorecard.row_no, exceptions.event_on, exceptions.subject_id, exceptions.event_id
"""

_FAULTS = """
select
    faults.child_id, faults.event_id, faults.table_name, rules.return_of, rules.number, rules.must_hold,
    faults.professional_id, faults.team
from source_faults as faults
inner join validation_rules as rules using (rule)
where faults.la_code = $la_code
order by faults.team = 'not known', faults.team, rules.position, faults.child_id, faults.event_id
"""
