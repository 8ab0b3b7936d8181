with own_plans as (
    select
        known_plans.la_code,
        known_plans.plan_id,
        known_plans.child_id,
        known_plans.conference_id,
        known_plans.started_on,
        {{ until_death('known_plans.started_on', 'known_plans.ended_on') }} as ended_on,
        known_plans.initial_category,
        known_plans.latest_category
    from (
        {{ known_rows('stg_cp_plans') }}
    ) as known_plans
    left join {{ ref('children') }} as children
        on known_plans.la_code = children.la_code and known_plans.child_id = children.child_id
    where not coalesce(known_plans.is_other_authority_plan, false)
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
        max(own_plans.ended_on) over earlier_plans as previous_plan_ended_on,
        coalesce(bool_or(own_plans.ended_on is null) over earlier_plans, false) as is_earlier_plan_open
    from own_plans
    window
        earlier_first as (
            partition by own_plans.la_code, own_plans.child_id
            order by own_plans.started_on nulls last, own_plans.plan_id
        ),
        earlier_plans as (
            partition by own_plans.la_code, own_plans.child_id
            order by own_plans.started_on nulls last, own_plans.plan_id
            rows between unbounded preceding and 1 preceding
        )
)

select
    in_order.la_code,
    in_order.plan_id,
    in_order.child_id,
    in_order.conference_id,
    in_order.started_on,
    in_order.ended_on,
    in_order.initial_category,
    in_order.latest_category,
    in_order.nth_plan,
    in_order.previous_plan_ended_on,
    in_order.nth_plan > 1 as is_repeat_ever,
    coalesce(
        in_order.is_earlier_plan_open
        or in_order.started_on <= {{ add_months('in_order.previous_plan_ended_on', 24) }},
        false
    ) as is_repeat_within_24_months,
    {{ days_with_both('in_order.started_on', 'in_order.ended_on') }} as days_on_plan
from in_order
