"""The chapters after the subjects: revised figures, checks, contradictions.

Belongs here: laying those marts out. Does not belong here: figures of the pages (subjects.py), data quality
(quality.py).
"""

from __future__ import annotations

from datetime import date

from orchestration.report.content.marts import Marts
from orchestration.report.content.periods import day, period_label
from orchestration.report.content.subjects import in_sentence_case
from orchestration.report.document import Cell, Chapter, Row, Table


def revised_chapter(marts: Marts, as_known_on: date) -> Chapter:
    """Figures that this report's rerun changed: first published against now."""
    rows = []
    for row in marts.ask(_REVISIONS, as_known_on=as_known_on):
        rows.append(
            Row(
                row["title"],
                (
                    Cell(row["breakdown"].replace("_", " ")),
                    Cell(period_label("month", row["period"])),
                    Cell(as_printed(row["first_value"])),
                    Cell(day(row["first_known_on"]), unit="date"),
                    Cell(as_printed(row["value"])),
                    Cell(row["reasons"] or "not known"),
                ),
            )
        )
    table = Table(
        "revised_figures",
        "Revised figures: first published against now",
        ("Figure", "Category", "Month", "First published", "As known on", "Now", "Why, by records"),
        tuple(rows) or (Row("No figure changed", (Cell("-"),) * 6),),
    )
    return Chapter("Revised figures", "revised", note="Figures marked r were revised in this report.", tables=(table,))


def checks_chapter(marts: Marts) -> Chapter:
    """Checks of the figures that did not simply pass."""
    rows = [
        Row(
            row["what"],
            (
                Cell(row["cell"].replace("_", " ")),
                Cell(row["period"]),
                Cell(shown(row["expected"])),
                Cell(shown(row["found"])),
                Cell(row["result"]),
                Cell(row["reason"] or "to be looked at"),
            ),
        )
        for row in marts.ask(_CHECKS)
    ]
    table = Table(
        "checks",
        "Checks with an exception, or failed",
        ("Check", "Figure", "Period", "Expected", "Found", "Result", "Why"),
        tuple(rows) or (Row("None", (Cell("-"),) * 6),),
    )
    note = "Sums, months that follow from each other, and figures outside their past. All other checks passed."
    return Chapter("Checks on the figures", "checks", note=note, tables=(table,))


def contradictions_chapter(marts: Marts) -> Chapter | None:
    """Figures of this report, as published by other means before, that no data can give; None where there are none."""
    rows = [
        Row(
            in_sentence_case(row["page"]),
            (
                Cell(f"{row['key']} {row['breakdown'].replace('_', ' ')} ({row['part']})".replace("  ", " ")),
                Cell(row["period"]),
                Cell(row["printed"]),
                Cell(row["value_the_counts_give"] or "-"),
                Cell(row["reason"]),
            ),
        )
        for row in marts.ask(_CONTRADICTIONS)
    ]
    if not rows:
        return None
    table = Table(
        "contradictions",
        f"Figures of {marts.report_month:%B %Y} whose own counts say otherwise",
        ("Page", "Figure", "Period", "Published", "The counts give", "Why"),
        tuple(rows),
    )
    return Chapter("Published figures that no data can give", "contradictions", tables=(table,))


def as_printed(value: float | None) -> str:
    """A number of a mart, which is rounded already."""
    return "-" if value is None else f"{value:.10g}"


def shown(value: float | None) -> str:
    """A number with one decimal where it has one."""
    return "-" if value is None else f"{value:.1f}".removesuffix(".0")


_REVISIONS = """
select
    indicators.title, figures.breakdown, figures.period,
    first_issue.as_known_on as first_known_on, figures.first_value, figures.value,
    reasons.reasons
from report_figures as figures
inner join indicators on figures.indicator_id = indicators.indicator_id
inner join published_values as last_issue
    on figures.la_code = last_issue.la_code and figures.indicator_id = last_issue.indicator_id
    and figures.indicator_breakdown = last_issue.breakdown and figures.period_kind = last_issue.period_kind
    and figures.period_end_on = last_issue.period_end_on and figures.issue = last_issue.issue
inner join published_values as first_issue
    on last_issue.la_code = first_issue.la_code and last_issue.indicator_id = first_issue.indicator_id
    and last_issue.breakdown = first_issue.breakdown and last_issue.period_kind = first_issue.period_kind
    and last_issue.period_end_on = first_issue.period_end_on and first_issue.issue = 1
left join (
    select
        la_code, indicator_id, breakdown, period_kind, period_end_on,
        string_agg(records || ' ' || reason, ', ' order by reason) as reasons
    from (
        select la_code, indicator_id, breakdown, period_kind, period_end_on, reason, count(*) as records
        from revision_children group by all
    )
    group by all
) as reasons
    on last_issue.la_code = reasons.la_code and last_issue.indicator_id = reasons.indicator_id
    and last_issue.breakdown = reasons.breakdown and last_issue.period_kind = reasons.period_kind
    and last_issue.period_end_on = reasons.period_end_on
where figures.la_code = $la_code and figures.report_month = $report_month and figures.as_known_on = $as_known_on
    and figures.part in ('count', 'percent', 'rate') and figures.period_kind = 'month'
    and last_issue.value is distinct from first_issue.value
qualify row_number() over (
    partition by figures.indicator_id, figures.indicator_breakdown, figures.period
    order by figures.quantity = 'value' desc, figures.position desc
) = 1
order by figures.position, figures.period
"""

_CONTRADICTIONS = """
select * from contradictions
where la_code = $la_code and report_month = $report_month and kind = 'N'
order by finding, page, period, part
"""

_CHECKS = """
select what, period, cell, expected, found, result, reason
from figure_checks
where la_code = $la_code and report_month = $report_month and result <> 'passed'
order by result desc, what, cell, period
"""
