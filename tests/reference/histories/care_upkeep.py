"""What is done for children in care, as raw rows: reviews, plans, visits, health checks, school terms.

Belongs here: strategies for records that lean on a period of care. Does not belong: where the child is (care.py).
"""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st

from tests.reference.calculator.dates import ONE_DAY, add_months
from tests.reference.histories.care import TERMS, Period, a_month_end, one_in
from tests.reference.histories.children import Child, Family, Rows
from tests.reference.histories.days import working_days_on

CHECKS = (
    "INITIAL HEALTH ASSESSMENT",
    "INITIAL HEALTH ASSESSMENT",
    "REVIEW HEALTH ASSESSMENT",
    "HEALTH ASSESSMENT",
    "DENTAL CHECK",
    "DENTAL CHECK",
    "OPTICIAN CHECK",
    None,
)
CHECK_STATUSES = ("COMPLETED", "COMPLETED", None, "REFUSED", "CANCELLED", "PLANNED")
CHECK_AGES = (0, 3, 6, 6, 12, 12)
VISIT_AGES = (0, 7, 8, 41, 42, 43, 83, 84, 85)
SESSIONS = ((140, 14), (140, 13), (10, 1), (0, 0), (None, None), (140, None), (100, 100))


def upkeep(family: Family, periods: list[Period]) -> Rows:
    """Everything that is done for the children of the periods; seldom for a child who is in none."""
    rows: Rows = []
    for period in periods:
        rows += _reviews(family, period) + _visits(family, period) + _plans(family, period)
        rows += _checks(family, period.child, period.start) + _terms(family, period)
    for _ in family.times(1):
        rows += _checks(family, family.child(), family.calendar.day())
    return rows


def _reviews(family: Family, period: Period) -> Rows:
    """Reviews held one after the other, some cancelled, on one day, of no period or of one nobody knows."""
    rows: Rows = []
    held_on = period.start
    for _ in family.times(4):
        held_on = _next_review(family, held_on)
        named = family.draw(st.sampled_from((period.period_id,) * 8 + (None, "NOBODY")))
        rows.append(
            (
                "ssd_cla_reviews",
                {
                    "clar_cla_review_id": family.new_id("R"),
                    "clar_cla_id": named,
                    "clar_cla_review_due_date": family.text(family.calendar.perhaps(held_on)),
                    "clar_cla_review_date": family.text(None if one_in(family, 12) else held_on),
                    "clar_cla_review_cancelled": family.draw(st.sampled_from((None, None, "N", "N", "Y"))),
                },
            )
        )
    return rows


def _next_review(family: Family, before: date) -> date:
    """Working day 20 or 21, three or six months on, or the day after; else any step."""
    kind, day_more = family.draw(st.integers(0, 3)), family.draw(st.integers(0, 1))
    if kind == 0:
        return working_days_on(before, 20 + day_more)
    if kind < 3:
        return add_months(before, 3 * kind) + day_more * ONE_DAY
    return family.calendar.after(before)


def _visits(family: Family, period: Period) -> Rows:
    """Visits so many days before a month end as the standard allows, or a step from the start."""
    rows: Rows = []
    for _ in family.times(3):
        days = family.draw(st.sampled_from(VISIT_AGES))
        on = family.calendar.after(period.start) if one_in(family, 3) else a_month_end(family) - timedelta(days=days)
        rows.append(
            (
                "ssd_cla_visits",
                {
                    "clav_cla_visit_id": family.new_id("V"),
                    "clav_cla_id": family.draw(st.sampled_from((period.period_id, period.period_id, None))),
                    "clav_person_id": period.child.child_id,
                    "clav_cla_visit_date": family.text(on),
                    "clav_cla_visit_seen": family.flag(),
                },
            )
        )
    return rows


def _plans(family: Family, period: Period) -> Rows:
    """Care plans, due on a month end as often as not."""
    rows: Rows = []
    for _ in family.times(2):
        authorised_on = family.calendar.after(period.start)
        due_on = a_month_end(family) if one_in(family, 2) else family.calendar.perhaps(authorised_on, 6)
        kind = family.code("LAC", "LAC", "LAC", "CP")
        rows.append(plan_document(family, period.child, kind, authorised_on, due_on))
    return rows


def plan_document(family: Family, child: Child, kind: str | None, authorised_on: date, due_on: date | None) -> tuple:
    """A row of an authorised plan."""
    return (
        "lcs_plan_documents",
        {
            "plan_document_id": family.new_id("D"),
            "person_id": child.child_id,
            "plan_type": kind,
            "authorised_date": family.text(authorised_on),
            "review_due_date": family.text(due_on),
        },
    )


def _checks(family: Family, child: Child, start: date) -> Rows:
    """Checks some months before a month end, to the day and a day off, or a step from the start of care."""
    rows: Rows = []
    for _ in family.times(3):
        done_on = family.calendar.after(start)
        if not one_in(family, 3):
            months, days = family.draw(st.sampled_from(CHECK_AGES)), family.draw(st.sampled_from((-1, 0, 0, 1)))
            done_on = add_months(a_month_end(family), -months) + days * ONE_DAY
        rows.append(
            (
                "ssd_cla_health",
                {
                    "clah_health_check_id": family.new_id("H"),
                    "clah_person_id": child.child_id,
                    "clah_health_check_type": family.code(*CHECKS),
                    "clah_health_check_date": family.text(None if one_in(family, 12) else done_on),
                    "clah_health_check_status": family.code(*CHECK_STATUSES),
                },
            )
        )
    return rows


def _terms(family: Family, period: Period) -> Rows:
    """Terms of the education record, most of them first reported in 2020; and one that the seed does not hold."""
    known = [(row["academic_year"], row["term"]) for row in TERMS]
    recent = [term for term in known if term[0] == "2019/20"]
    chosen = family.draw(st.lists(st.sampled_from([*known, *recent, *recent, ("2001/02", "AUTUMN")]), max_size=4))
    rows: Rows = []
    for year, term in chosen:
        possible, missed = family.draw(st.sampled_from(SESSIONS))
        rows.append(
            (
                "epep_terms",
                {
                    "record_id": family.new_id("T"),
                    "person_id": period.child.child_id,
                    "academic_year": year,
                    "term": family.code(term),
                    "pep_in_place": family.flag(),
                    "pep_up_to_date": family.flag(),
                    "sessions_possible": None if possible is None else str(possible),
                    "sessions_missed": None if missed is None else str(missed),
                    "fixed_term_exclusions": family.draw(st.sampled_from(("0", "1", "2", None))),
                    "reduced_timetable": family.flag(),
                },
            )
        )
    return rows
