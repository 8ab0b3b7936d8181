with held_reviews as (
    select *
    from (
        {{ known_rows('stg_care_reviews') }}
    ) as known_reviews
    where not coalesce(known_reviews.is_cancelled, false) and known_reviews.held_on is not null
),

-- A review names its period of care and no child, so one of an unknown period cannot be placed.
in_care as (
    select
        held_reviews.la_code,
        held_reviews.review_id,
        held_reviews.period_of_care_id,
        periods.child_id,
        periods.started_on as looked_after_from_on,
        held_reviews.held_on
    from held_reviews
    inner join {{ ref('periods_of_care') }} as periods
        on
            held_reviews.la_code = periods.la_code
            and held_reviews.period_of_care_id = periods.period_of_care_id
),

short_break_reviews as (
    select
        in_care.la_code,
        in_care.review_id
    from in_care
    inner join {{ ref('legal_statuses') }} as statuses
        on
            in_care.la_code = statuses.la_code
            and in_care.child_id = statuses.child_id
            and in_care.held_on >= statuses.started_on
            and (statuses.ended_on is null or in_care.held_on < statuses.ended_on)
    where statuses.status_group = 'short_break'
),

in_order as (
    select
        in_care.*,
        row_number() over by_day as nth_review,
        lag(in_care.held_on) over by_day as previous_review_on
    from in_care
    left join short_break_reviews
        on in_care.la_code = short_break_reviews.la_code and in_care.review_id = short_break_reviews.review_id
    where short_break_reviews.review_id is null
    window
        by_day as (
            partition by in_care.la_code, in_care.period_of_care_id
            order by in_care.held_on, in_care.review_id
        )
)

select
    in_order.*,
    coalesce(
        case in_order.nth_review
            when 1 then {{ working_days_from('first_day', 'held_day') }} <= 20
            when 2 then in_order.held_on <= {{ add_months('in_order.previous_review_on', 3) }}
            else in_order.held_on <= {{ add_months('in_order.previous_review_on', 6) }}
        end,
        false
    ) as is_in_time
from in_order
left join {{ ref('working_days') }} as first_day
    on in_order.looked_after_from_on = first_day.day_on
left join {{ ref('working_days') }} as held_day
    on in_order.held_on = held_day.day_on
