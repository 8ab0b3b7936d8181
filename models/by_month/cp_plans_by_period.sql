with in_months as (
    select
        plans.la_code,
        months.month_on,
        plans.plan_id,
        plans.child_id,
        plans.started_on,
        plans.ended_on,
        plans.is_repeat_ever,
        plans.is_repeat_within_24_months,
        coalesce(plans.started_on between months.first_day_on and months.month_on, false) as is_started_in_period,
        coalesce(plans.ended_on between months.first_day_on and months.month_on, false) as is_ceased_in_period,
        {{ is_open_at_month_end('plans.started_on', 'plans.ended_on') }} as is_open_at_period_end,
        {{ days_with_both('plans.started_on', 'least(plans.ended_on, months.month_on)') }} as days_on_plan
    from {{ ref('cp_plans') }} as plans
    inner join {{ ref('reporting_months') }} as months
        on {{ belongs_to_month('plans.started_on', 'plans.ended_on') }}
)

-- Two years as the statistics of the department count them: more than 729 days, the first and the last included.
select
    in_months.*,
    coalesce(in_months.days_on_plan > 729, false) as is_two_years_or_more
from in_months
