with held_reviews as (
    select *
    from (
        {{ known_rows('stg_care_reviews') }}
    ) as known_reviews
    where not coalesce(known_reviews.is_cancelled, false) and known_reviews.held_on is not null
),

-- A review names its period of care and no child, so one of an unknown period cannot be placed, nor one of an id under
-- which two children were in care that day. Nobody reviews the care of who is not in care.
in_care as (
    select
        held_reviews.la_code,
        held_reviews.review_id,
        periods.period_of_care_id,
        periods.child_id,
        periods.started_on as looked_after_from_on,
        held_reviews.held_on,
        min(periods.child_id) over of_review <> max(periods.child_id) over of_review as is_of_two_children,
        row_number() over (
            partition by held_reviews.la_code, held_reviews.review_id
            order by periods.started_on desc, periods.period_of_care_id desc
        ) as nth_from_last
    from held_reviews
    inner join {{ ref('named_periods_of_care') }} as names
        on
            held_reviews.la_code = names.la_code
            and held_reviews.period_of_care_id = names.source_period_id
    inner join {{ ref('periods_of_care') }} as periods
        on
            names.la_code = periods.la_code
            and names.period_of_care_id = periods.period_of_care_id
            and held_reviews.held_on >= periods.started_on
            and (periods.looked_after_until_on is null or held_reviews.held_on <= periods.looked_after_until_on)
    window
        of_review as (partition by held_reviews.la_code, held_reviews.review_id)
),

in_order as (
    select
        in_care.la_code,
        in_care.review_id,
        in_care.period_of_care_id,
        in_care.child_id,
        in_care.looked_after_from_on,
        in_care.held_on,
        row_number() over by_day as nth_review,
        lag(in_care.held_on) over by_day as previous_review_on
    from in_care
    left join {{ ref('legal_status_spans') }} as statuses
        on
            in_care.la_code = statuses.la_code
            and in_care.child_id = statuses.child_id
            and in_care.held_on >= statuses.started_on
            and (statuses.ended_on is null or in_care.held_on < statuses.ended_on)
    where in_care.nth_from_last = 1 and not in_care.is_of_two_children and not coalesce(statuses.is_short_break, false)
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
