{{ config(materialized='ephemeral') }}

-- Mean and limits of each group of points (XmR chart). Rounded to six decimals, so that figures that are equal on paper
-- are equal here.
with moved as (
    select
        points.*,
        abs(points.value - lag(points.value) over in_order) as moving_range
    from {{ ref('process_control_points') }} as points
    window in_order as (partition by points.chart_group order by points.month_on)
),

averaged as (
    select
        moved.*,
        count(*) over whole_group as points_in_group,
        avg(moved.value) over whole_group as mean,
        avg(moved.moving_range) over whole_group as mean_of_all_ranges,
        avg(moved.numerator) over whole_group as mean_numerator,
        avg(moved.denominator) over whole_group as mean_denominator
    from moved
    window whole_group as (partition by moved.chart_group)
),

screened as (
    select
        averaged.*,
        avg(case when averaged.moving_range <= 3.267 * averaged.mean_of_all_ranges then averaged.moving_range end)
            over (partition by averaged.chart_group) as mean_range
    from averaged
),

judged as (
    select
        screened.*,
        case
            when screened.points_in_group < 6
                then
                    'limits need 6 months; '
                    || case when screened.points_in_group = 1 then 'there is ' else 'there are ' end
                    || screened.points_in_group
                    || coalesce(' since the series break on ' || {{ long_date('screened.rebased_on') }}, '')
            when screened.unit = 'percent' and screened.mean_denominator < 20
                then
                    'a share needs 20 cases a month on average; there are '
                    || {{ with_decimals('screened.mean_denominator', 1) }}
            when screened.unit = 'percent' and screened.mean_numerator < 1
                then 'fewer than one case a month on average is counted'
            when screened.unit = 'percent' and screened.mean_denominator - screened.mean_numerator < 1
                then 'fewer than one case a month on average is left out of the count'
            when screened.unit <> 'percent' and screened.mean_numerator < 5
                then
                    'a number needs 5 cases a month on average; there are '
                    || {{ with_decimals('screened.mean_numerator', 1) }}
            when coalesce(screened.mean_range, 0) = 0 then 'hardly any month differs from the one before'
        end as not_judged_because
    from screened
)

select
    judged.la_code,
    judged.report_month,
    judged.indicator_id,
    judged.breakdown,
    judged.month_on,
    judged.rebased_on,
    judged.chart_group,
    judged.unit,
    judged.decimals,
    judged.value,
    judged.points_in_group,
    judged.mean_range,
    judged.not_judged_because,
    round(judged.mean, 6) as mean,
    round(judged.mean - 2.66 * judged.mean_range, 6) as lower_limit,
    round(judged.mean + 2.66 * judged.mean_range, 6) as upper_limit
from judged
