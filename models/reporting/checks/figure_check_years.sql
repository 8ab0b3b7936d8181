{{ config(materialized='ephemeral') }}

-- The year to date of a report against the sum of its months, and against the breaks of its series.
with years_to_date as (
    select
        shown.la_code,
        shown.report_month,
        shown.indicator_id,
        shown.breakdown,
        shown.period_end_on,
        shown.numerator,
        shown.as_known_on,
        -- Of a council that says nothing, April.
        greatest(last_day({{ reporting_year_start('shown.report_month') }}), starts.summed_from_on) as first_month_on
    from {{ ref('report_values') }} as shown
    left join {{ ref('collection_starts') }} as starts
        on shown.la_code = starts.la_code and shown.indicator_id = starts.indicator_id
    where shown.period_kind = 'ytd' and shown.value_status in ('reported', 'no_cases')
)

select
    years_to_date.la_code,
    years_to_date.report_month,
    'year_to_date_is_sum_of_months' as check_id,
    'Year to date = sum of its months' as what,
    years_to_date.indicator_id
    || case years_to_date.breakdown when 'all' then '' else '/' || years_to_date.breakdown end as cell,
    'ytd' as period_kind,
    years_to_date.period_end_on,
    sum(months.numerator) as expected,
    years_to_date.numerator as found,
    min(months.as_known_on) < years_to_date.as_known_on as is_known_at_different_dates
from years_to_date
inner join {{ ref('report_values') }} as months
    on
        years_to_date.la_code = months.la_code
        and years_to_date.report_month = months.report_month
        and years_to_date.indicator_id = months.indicator_id
        and years_to_date.breakdown = months.breakdown
        and months.period_kind = 'month'
        and months.period_end_on between years_to_date.first_month_on and years_to_date.period_end_on
group by
    years_to_date.la_code, years_to_date.report_month, years_to_date.indicator_id, years_to_date.breakdown,
    years_to_date.period_end_on, years_to_date.numerator, years_to_date.as_known_on, years_to_date.first_month_on
having count(*) = {{ months_between('years_to_date.first_month_on', 'years_to_date.period_end_on') }} + 1
union all
select
    years_to_date.la_code,
    years_to_date.report_month,
    'no_sum_over_a_series_break' as check_id,
    'Months before a series break in the year to date' as what,
    years_to_date.indicator_id as cell,
    'ytd' as period_kind,
    years_to_date.period_end_on,
    0 as expected,
    greatest(max({{ months_between('years_to_date.first_month_on', 'breaks.break_on') }}), 0) as found,
    false as is_known_at_different_dates
from years_to_date
inner join {{ ref('series_breaks') }} as breaks
    on
        years_to_date.la_code = breaks.la_code
        and years_to_date.indicator_id = breaks.indicator_id
        and years_to_date.period_end_on >= breaks.break_on
group by
    years_to_date.la_code, years_to_date.report_month, years_to_date.indicator_id, years_to_date.period_end_on
