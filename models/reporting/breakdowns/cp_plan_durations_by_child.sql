select
    plans.la_code,
    plans.plan_id,
    plans.child_id,
    plans.conference_id,
    plans.started_on,
    plans.ended_on,
    plans.initial_category,
    plans.latest_category,
    cast(plans.nth_plan as bigint) as nth_plan,
    plans.previous_plan_ended_on,
    plans.is_repeat_within_24_months,
    plans.is_repeat_ever,
    {{ days_with_both('plans.started_on', 'coalesce(plans.ended_on, deliveries.delivery_month_on)') }}
        as days_on_plan,
    plans.started_on is not null and plans.ended_on is null as is_open,
    deliveries.as_known_on
from {{ ref('cp_plans') }} as plans
inner join {{ ref('stg_deliveries') }} as deliveries
    on plans.la_code = deliveries.la_code and deliveries.is_newest
