with held_reviews as (
    select *
    from (
        {{ known_rows('stg_cp_reviews') }}
    ) as known_reviews
    where known_reviews.held_on is not null
),

-- A review that names no plan belongs to the plan the child was on that day; of two, to the one begun last. Nobody
-- reviews a plan that has ended.
of_plans as (
    select
        held_reviews.la_code,
        held_reviews.review_id,
        held_reviews.child_id,
        held_reviews.held_on,
        plans.plan_id,
        coalesce(conferences.held_on, plans.started_on) as clock_from_on,
        row_number() over (
            partition by held_reviews.la_code, held_reviews.review_id
            order by plans.nth_plan desc, plans.plan_id desc
        ) as nth_choice
    from held_reviews
    inner join {{ ref('cp_plans') }} as plans
        on
            held_reviews.la_code = plans.la_code
            and held_reviews.child_id = plans.child_id
            and (plans.ended_on is null or held_reviews.held_on <= plans.ended_on)
            and (
                held_reviews.plan_id = plans.plan_id
                or (held_reviews.plan_id is null and held_reviews.held_on >= plans.started_on)
            )
    left join {{ ref('initial_conferences') }} as conferences
        on plans.la_code = conferences.la_code and plans.conference_id = conferences.conference_id
),

in_order as (
    select
        of_plans.*,
        row_number() over by_day as nth_review,
        lag(of_plans.held_on) over by_day as previous_review_on
    from of_plans
    where of_plans.nth_choice = 1
    window
        by_day as (
            partition by of_plans.la_code, of_plans.plan_id
            order by of_plans.held_on, of_plans.review_id
        )
),

with_due_date as (
    select
        in_order.*,
        case in_order.nth_review
            when 1 then {{ add_months('in_order.clock_from_on', 3) }}
            else {{ add_months('in_order.previous_review_on', 6) }}
        end as due_on
    from in_order
)

select
    with_due_date.la_code,
    with_due_date.review_id,
    with_due_date.plan_id,
    with_due_date.child_id,
    with_due_date.held_on,
    with_due_date.nth_review,
    with_due_date.due_on,
    coalesce(
        with_due_date.held_on <= with_due_date.due_on
        and (with_due_date.nth_review > 1 or with_due_date.held_on >= with_due_date.clock_from_on),
        false
    ) as is_in_time
from with_due_date
