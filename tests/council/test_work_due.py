"""What is overdue on a month end is what the indicator of the duty counts as not in time that day, child by child."""

from __future__ import annotations

from datetime import date

import pytest

from orchestration.build import database
from tests.council.conftest import build_councils
from tests.council.council import MONTH, delivery, write_councils
from tests.landing.small_deliveries import write_tables

MONTH_END = date(2020, 12, 31)
WITHOUT_PLANS = "E09999999"
RUN = database.Run(MONTH_END, MONTH_END, MONTH_END, "test")
COUNTED_IN_MONTH = {"initial_conference", "protection_plan_review", "looked_after_review"}

NOT_IN_TIME = """
select duties.duty, events.la_code, events.subject_id, events.event_id
from reporting.indicator_events as events
inner join seeds.work_duties as duties using (indicator_id)
inner join reporting.indicators as indicators using (indicator_id)
where events.month_on = ? and events.numerator = case indicators.polarity when 'high' then 0 else 1 end
"""
OVERDUE = "select duty, la_code, child_id, event_id from reporting.work_due where is_overdue"


@pytest.fixture(scope="module")
def at_month_end(tmp_path_factory):
    """All councils with deliveries drawn on the month end itself."""
    place = tmp_path_factory.mktemp("work_due")
    write_councils(place / "landing", extract_date=MONTH_END.isoformat())
    tables = {name: rows for name, rows in delivery().items() if name != "lcs_plan_documents"}
    write_tables(place / "landing", tables, la_code=WITHOUT_PLANS, month=MONTH, extract_date=MONTH_END.isoformat())
    with build_councils(place, RUN, ("+work_due", "+indicator_events")) as con:
        yield con


def test_overdue_is_what_the_indicator_counts_against(at_month_end):
    duties = {duty for (duty,) in at_month_end.execute("select duty from seeds.work_duties").fetchall()}
    expected = compared(at_month_end.execute(NOT_IN_TIME, [MONTH_END]).fetchall())
    assert compared(at_month_end.execute(OVERDUE).fetchall()) == expected
    assert {duty for duty, *_ in expected} == duties - COUNTED_IN_MONTH


def compared(rows):
    """Of the councils that delivered all, the duties whose indicators look at the month end."""
    return sorted(row for row in rows if row[0] not in COUNTED_IN_MONTH and row[1] != WITHOUT_PLANS)


def test_plans_are_not_overdue_where_none_were_delivered(at_month_end):
    duties = {duty for duty, la_code, *_ in at_month_end.execute(OVERDUE).fetchall() if la_code == WITHOUT_PLANS}
    assert "looked_after_visit" in duties
    assert not {"protection_plan", "looked_after_plan", "child_in_need_plan", "pathway_plan"} & duties
