{{ config(materialized='ephemeral') }}

-- The figure of the month against the months shown before it: at least six since the last series break, and three
-- standard deviations around their mean.
with months as (
    select
        shown.la_code,
        shown.report_month,
        shown.indicator_id,
        shown.breakdown,
        shown.period_end_on,
        shown.rounded_value,
        max(breaks.break_on) as break_on
    from {{ ref('report_values') }} as shown
    left join {{ ref('series_breaks') }} as breaks
        on
            shown.la_code = breaks.la_code
            and shown.indicator_id = breaks.indicator_id
            and shown.report_month >= breaks.break_on
    where shown.period_kind = 'month' and shown.value_status = 'reported'
    group by
        shown.la_code, shown.report_month, shown.indicator_id, shown.breakdown, shown.period_end_on,
        shown.rounded_value
),

past as (
    select
        months.la_code,
        months.report_month,
        months.indicator_id,
        months.breakdown,
        -- Decimals add up alike in any order, so that a mean at a half rounds the same way in every run.
        avg(cast(months.rounded_value as decimal(18, 4))) as mean,
        stddev_samp(months.rounded_value) as deviation
    from months
    where
        months.period_end_on < months.report_month
        and (months.break_on is null or months.period_end_on >= months.break_on)
    group by months.la_code, months.report_month, months.indicator_id, months.breakdown
    having count(*) >= 6
)

select
    past.la_code,
    past.report_month,
    'within_its_own_past' as check_id,
    'Figure of the month within three standard deviations of the months before' as what,
    past.indicator_id || case past.breakdown when 'all' then '' else '/' || past.breakdown end as cell,
    'month' as period_kind,
    past.report_month as period_end_on,
    round(past.mean, 1) as expected,
    months.rounded_value as found,
    abs(months.rounded_value - past.mean) <= 3 * past.deviation as is_within_its_past
from past
inner join months
    on
        past.la_code = months.la_code
        and past.report_month = months.report_month
        and past.indicator_id = months.indicator_id
        and past.breakdown = months.breakdown
        and past.report_month = months.period_end_on
