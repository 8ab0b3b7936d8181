with banded as (
    select
        plans.la_code,
        plans.month_on,
        case
            when plans.is_open_at_period_end then 'open at month end'
            when plans.is_ceased_in_period then 'ceased in month'
        end as plan_state,
        {{ duration_band('plans.started_on', 'least(plans.ended_on, plans.month_on)', 'plans.is_two_years_or_more') }}
            as duration_band,
        plans.days_on_plan
    from {{ ref('cp_plans_by_period') }} as plans
    -- A plan that ended before the month it started in is neither: rule CIN-8925 names it.
    where plans.is_open_at_period_end or plans.is_ceased_in_period
)

select
    banded.la_code,
    banded.month_on,
    banded.plan_state,
    banded.duration_band,
    count(*) as plans,
    median(banded.days_on_plan) as median_days_on_plan,
    deliveries.as_known_on
from banded
inner join {{ ref('stg_deliveries') }} as deliveries
    on banded.la_code = deliveries.la_code and deliveries.is_newest
group by
    banded.la_code, banded.month_on, banded.plan_state, banded.duration_band, deliveries.as_known_on
