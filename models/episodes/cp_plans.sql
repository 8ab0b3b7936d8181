with own_plans as (
    select *
    from (
        {{ known_rows('stg_cp_plans') }}
    ) as known_plans
    where not coalesce(known_plans.is_other_authority_plan, false) and known_plans.started_on is not null
),

in_order as (
    select
        own_plans.la_code,
        own_plans.plan_id,
        own_plans.child_id,
        own_plans.conference_id,
        own_plans.started_on,
        own_plans.ended_on,
        own_plans.initial_category,
        own_plans.latest_category,
        row_number() over earlier_first as nth_plan,
        max(own_plans.ended_on) over (
            partition by own_plans.la_code, own_plans.child_id
            order by own_plans.started_on, own_plans.plan_id
            rows between unbounded preceding and 1 preceding
        ) as previous_plan_ended_on
    from own_plans
    window
        earlier_first as (
            partition by own_plans.la_code, own_plans.child_id
            order by own_plans.started_on, own_plans.plan_id
        )
)

select
    in_order.*,
    in_order.nth_plan > 1 as is_repeat_ever,
    coalesce(
        in_order.started_on <= {{ add_months('in_order.previous_plan_ended_on', 24) }},
        false
    ) as is_repeat_within_24_months,
    {{ days_between('in_order.started_on', 'in_order.ended_on') }} + 1 as days_on_plan
from in_order
