"""Looked-after children follow from the month before: whoever comes or goes is in one of the terms of the check."""

from __future__ import annotations

from orchestration.build import database
from tests.reference.conftest import Built

RESIDUALS = """
with stocks as (
    select la_code, last_day(month_on) as month_on, count(*) as children, 0 as flow
    from reporting.indicator_events where indicator_id = 'looked_after' group by all
),
terms as (
    select la_code, month_on, children as amount from stocks
    union all
    select la_code, last_day(month_on + interval 1 month), -children from stocks
    union all
    select la_code, month_on, -1 from reporting.indicator_events where indicator_id = 'looked_after_admissions'
    union all
    select la_code, month_on, 1 from reporting.indicator_events where indicator_id = 'looked_after_ceased'
    union all
    select la_code, month_on, -other_change from by_month.periods_of_care_by_period
)
select la_code, month_on, sum(amount) as residual
from terms
inner join by_month.reporting_months as months using (month_on)
where month_on > (select min(month_on) from by_month.reporting_months)
group by all
having sum(amount) <> 0
"""
BACKWARDS = "select distinct la_code from episodes.periods_of_care where looked_after_until_on < started_on"


def test_the_looked_after_children_follow_from_the_month_before(built: Built) -> None:
    """In every month of every history but those with a period of care that ended before it began, which rules name."""
    with database.connect(built.build.path, read_only=True) as con:
        named = {la_code for (la_code,) in con.execute(BACKWARDS).fetchall()}
        found = [row for row in con.execute(RESIDUALS).fetchall() if row[0] not in named]
        changes = con.execute("select sum(abs(other_change)) from by_month.periods_of_care_by_period").fetchone()[0]
    assert found == []
    assert changes >= len(built.histories) // 4 and 2 * len(named) <= len(built.histories) + 1
