{{ config(materialized='ephemeral') }}

-- The points of each chart: the months that the report shows, and of the months before those that had a report of their
-- own. A new group begins with the month of each series break.
with points as (
    select
        history.la_code,
        history.report_month,
        history.indicator_id,
        history.breakdown,
        history.period_end_on as month_on,
        history.rounded_value as value,
        history.numerator,
        history.denominator,
        history.decimals,
        indicators.unit,
        indicators.polarity
    from {{ ref('report_history') }} as history
    inner join {{ ref('indicators') }} as indicators
        on history.indicator_id = indicators.indicator_id
    left join {{ ref('report_issues') }} as own_reports
        on
            history.la_code = own_reports.la_code
            and history.period_end_on = own_reports.report_month
            and own_reports.is_latest_issue
    where
        history.period_kind = 'month'
        and history.value_status = 'reported'
        -- Sums over several months share children with their neighbours, so they may not be charted.
        and indicators.period_rule in ('in_month', 'month_end')
        and (history.is_shown or own_reports.report_month is not null)
),

breaks as (
    select
        points.la_code,
        points.report_month,
        points.indicator_id,
        points.breakdown,
        points.month_on,
        max(series_breaks.break_on) as rebased_on
    from points
    inner join {{ ref('series_breaks') }} as series_breaks
        on
            points.la_code = series_breaks.la_code
            and points.indicator_id = series_breaks.indicator_id
            and points.month_on >= series_breaks.break_on
    group by points.la_code, points.report_month, points.indicator_id, points.breakdown, points.month_on
)

select
    points.*,
    breaks.rebased_on,
    concat_ws(
        '/', points.la_code, points.report_month, points.indicator_id, points.breakdown, breaks.rebased_on
    ) as chart_group
from points
left join breaks
    on
        points.la_code = breaks.la_code
        and points.report_month = breaks.report_month
        and points.indicator_id = breaks.indicator_id
        and points.breakdown = breaks.breakdown
        and points.month_on = breaks.month_on
