"""What the build says of a council, in the words of the expected files.

Belongs here: reading figures, and who is behind them, from the build database. Does not belong: what they should be.
"""

from __future__ import annotations

import duckdb

from tests.council.council import PERIODS, Figure, Value

SPANS = "(values {}) as periods (period_kind, period, period_end_on)"
FIGURES = """
select
    figures.indicator_id, figures.breakdown, figures.period_kind, periods.period,
    figures.numerator, case when indicators.unit <> 'count' then figures.denominator end, figures.value_status
from reporting.indicator_values as figures
inner join reporting.indicators as indicators using (indicator_id)
inner join {spans} on figures.period_kind = periods.period_kind and figures.period_end_on = periods.period_end_on
where figures.la_code = $la
"""
SUBJECTS = """
select
    figures.indicator_id, figures.breakdown, figures.period_kind, periods.period,
    coalesce(string_agg(events.subject_id, ' ' order by events.subject_id) filter (events.numerator <> 0), ''),
    coalesce(string_agg(events.subject_id, ' ' order by events.subject_id) filter (events.numerator = 0), '')
from reporting.indicator_values as figures
inner join {spans} on figures.period_kind = periods.period_kind and figures.period_end_on = periods.period_end_on
inner join reporting.indicator_events as events
    on
        figures.la_code = events.la_code
        and figures.indicator_id = events.indicator_id
        and figures.breakdown = events.breakdown
        and events.month_on between figures.first_month_on and figures.period_end_on
where figures.la_code = $la and figures.value_status = 'reported'
group by all
"""


def with_periods(query: str) -> str:
    """A query with the periods that the tests look at."""
    rows = [f"('{kind}', '{period}', last_day(date '{month}-01'))" for (kind, period), month in PERIODS.items()]
    return query.format(spans=SPANS.format(", ".join(rows)))


def figures_of(con: duckdb.DuckDBPyConnection, la_code: str) -> dict[Figure, Value]:
    """All figures of a council in the periods that the tests look at."""
    rows = con.execute(with_periods(FIGURES), {"la": la_code}).fetchall()
    return {tuple(row[:4]): Value(_rounded(row[4]), _rounded(row[5]), row[6]) for row in rows}


def subjects_of(con: duckdb.DuckDBPyConnection, la_code: str) -> dict[Figure, tuple[str, str]]:
    """Who counts in a figure, and who else is in what it is counted out of, once for each event."""
    rows = con.execute(with_periods(SUBJECTS), {"la": la_code}).fetchall()
    return {tuple(row[:4]): (row[4], row[5]) for row in rows}


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(number, 3)
