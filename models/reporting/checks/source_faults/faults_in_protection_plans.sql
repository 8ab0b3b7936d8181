{{ config(materialized='ephemeral') }}

with known_reviews as (
    {{ known_rows('stg_cp_reviews') }}
),

-- Plans of this council: another authority's plans are in its own return.
in_order as (
    select
        plans.*,
        lead(plans.started_on) over by_start as next_started_on,
        coalesce(
            bool_or(plans.ended_on is null) over later_plans, false
        ) as is_later_plan_open
    from {{ ref('cp_plans') }} as plans
    where plans.started_on is not null
    window
        by_start as (
            partition by plans.la_code, plans.child_id
            order by plans.nth_plan
        ),
        later_plans as (
            partition by plans.la_code, plans.child_id
            order by plans.nth_plan
            rows between 1 following and unbounded following
        )
),

judged_plans as (
    select
        plans.la_code,
        plans.child_id,
        plans.plan_id as event_id,
        {% call each_of() -%}
            case when plans.started_on <> conferences.held_on then 'CIN-2885' end,
            case when plans.ended_on = plans.started_on then 'CIN-8840' end,
            case when plans.ended_on < plans.started_on then 'CIN-8925' end,
            case
                when plans.ended_on is null and plans.is_later_plan_open then 'CIN-8935'
                when coalesce(plans.ended_on > plans.next_started_on, plans.next_started_on is not null) then 'CIN-8940'
            end
        {%- endcall %} as rule
    from in_order as plans
    left join {{ ref('initial_conferences') }} as conferences
        on plans.la_code = conferences.la_code and plans.conference_id = conferences.conference_id
),

judged_reviews as (
    select
        reviews.la_code,
        reviews.child_id,
        reviews.review_id as event_id,
        'CIN-8841' as rule
    from {{ ref('cp_reviews') }} as reviews
    inner join in_order as plans
        on reviews.la_code = plans.la_code and reviews.plan_id = plans.plan_id
    where reviews.held_on <= plans.started_on
),

reviews_after_the_end as (
    select
        reviews.la_code,
        reviews.child_id,
        reviews.review_id as event_id,
        'SSD-9' as rule
    from known_reviews as reviews
    inner join {{ ref('cp_plans') }} as plans
        on reviews.la_code = plans.la_code and reviews.plan_id = plans.plan_id and reviews.child_id = plans.child_id
    where reviews.held_on > plans.ended_on
)

select * from judged_plans
where judged_plans.rule is not null
union all
select * from judged_reviews
union all
select * from reviews_after_the_end
