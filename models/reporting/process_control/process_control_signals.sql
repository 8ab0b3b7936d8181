{{ config(materialized='ephemeral') }}

-- The rules of special cause, by the first that holds. Every month of a trend or a run is marked, also those before its
-- seventh; of two in three only those near a limit, which one beyond it is not.
with placed as (
    select
        limits.*,
        sign(limits.value - limits.mean) as side,
        sign(limits.value - lag(limits.value) over in_order) as move,
        limits.value < limits.lower_limit or limits.value > limits.upper_limit as is_beyond_limits,
        round(abs(limits.value - limits.mean), 6) > round(2.66 * limits.mean_range * 2 / 3, 6) as is_beyond_two_thirds
    from {{ ref('process_control_limits') }} as limits
    window in_order as (partition by limits.chart_group order by limits.month_on)
),

-- What ends with the month.
ended as (
    select
        placed.*,
        placed.is_beyond_two_thirds and not placed.is_beyond_limits as is_near_limit,
        case when abs(sum(placed.move) over six_moves) = 6 then placed.move end as trend_ended,
        case when abs(sum(placed.side) over seven_months) = 7 then placed.side end as run_ended,
        abs(sum(placed.side) over three_months) = 3
        and sum(case when placed.is_beyond_two_thirds and not placed.is_beyond_limits then 1 else 0 end)
            over three_months >= 2
            as is_two_in_three_ended
    from placed
    window
        six_moves as (
            partition by placed.chart_group order by placed.month_on rows between 5 preceding and current row
        ),
        seven_months as (
            partition by placed.chart_group order by placed.month_on rows between 6 preceding and current row
        ),
        three_months as (
            partition by placed.chart_group order by placed.month_on rows between 2 preceding and current row
        )
),

-- What the month is part of: what ends with it or with one of the next. A turning point is part of the later trend.
parts as (
    select
        ended.*,
        {{ last_known('ended.trend_ended') }} over next_six as trend,
        {{ last_known('ended.run_ended') }} over next_six as run,
        ended.is_near_limit and bool_or(ended.is_two_in_three_ended) over next_two as is_two_in_three
    from ended
    window
        next_six as (
            partition by ended.chart_group order by ended.month_on rows between current row and 6 following
        ),
        next_two as (
            partition by ended.chart_group order by ended.month_on rows between current row and 2 following
        )
)

select
    parts.la_code,
    parts.report_month,
    parts.indicator_id,
    parts.breakdown,
    parts.month_on,
    parts.rebased_on,
    parts.chart_group,
    parts.unit,
    parts.decimals,
    parts.value,
    parts.points_in_group,
    parts.not_judged_because,
    parts.mean,
    parts.lower_limit,
    parts.upper_limit,
    case
        when parts.not_judged_because is not null then 'not_judged'
        when parts.is_beyond_limits then case parts.side when 1 then 'above_limits' else 'below_limits' end
        when parts.trend is not null then case parts.trend when 1 then 'rising' else 'falling' end
        when parts.is_two_in_three then case parts.side when 1 then 'two_in_three_high' else 'two_in_three_low' end
        when parts.run is not null then case parts.side when 1 then 'seven_above_mean' else 'seven_below_mean' end
        else 'common_cause'
    end as signal
from parts
