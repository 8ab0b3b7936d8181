{{ config(materialized='ephemeral') }}

with held_reviews as (
    select *
    from (
        {{ known_rows('stg_care_reviews') }}
    ) as known_reviews
    where not coalesce(known_reviews.is_cancelled, false) and known_reviews.held_on is not null
),

judged as (
    select
        held_reviews.la_code,
        held_reviews.review_id,
        min(periods.child_id) as child_id,
        coalesce(
            bool_or(
                held_reviews.held_on >= periods.started_on
                and (periods.looked_after_until_on is null or held_reviews.held_on <= periods.looked_after_until_on)
            ),
            false
        ) as is_held_in_care
    from held_reviews
    inner join {{ ref('named_periods_of_care') }} as names
        on
            held_reviews.la_code = names.la_code
            and held_reviews.period_of_care_id = names.source_period_id
    inner join {{ ref('periods_of_care') }} as periods
        on
            names.la_code = periods.la_code
            and names.period_of_care_id = periods.period_of_care_id
    group by held_reviews.la_code, held_reviews.review_id
)

select
    judged.la_code,
    judged.child_id,
    judged.review_id as event_id,
    'SSD-8' as rule
from judged
where not judged.is_held_in_care
