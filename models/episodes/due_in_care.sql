with looked_after as (
    select
        looked_after_now.*,
        children.born_on,
        first_review.last_day_on as first_review_until_on,
        before_checks.last_day_on as no_check_until_on
    from {{ ref('looked_after_now') }} as looked_after_now
    left join {{ ref('children') }} as children
        on looked_after_now.la_code = children.la_code and looked_after_now.child_id = children.child_id
    left join {{ ref('working_days') }} as first_day
        on looked_after_now.started_on = first_day.day_on
    left join {{ ref('working_day_spans') }} as first_review
        on first_day.working_days_to_date + 20 = first_review.working_days_to_date
    left join {{ ref('working_days') }} as since_day
        on looked_after_now.looked_after_since_on = since_day.day_on
    left join {{ ref('working_day_spans') }} as before_checks
        on since_day.working_days_to_date + 19 = before_checks.working_days_to_date
),

reviews_held as (
    select
        looked_after.la_code,
        looked_after.child_id,
        count(*) as reviews,
        max(reviews.held_on) as last_on
    from looked_after
    inner join {{ ref('care_reviews') }} as reviews
        on
            looked_after.la_code = reviews.la_code
            and looked_after.period_of_care_id = reviews.period_of_care_id
            and looked_after.as_known_on >= reviews.held_on
    group by looked_after.la_code, looked_after.child_id
),

checks_done as (
    select
        looked_after.la_code,
        looked_after.child_id,
        max(case when checks.is_health_assessment then checks.checked_on end) as last_health_assessment_on,
        max(case when checks.is_dental_check then checks.checked_on end) as last_dental_check_on
    from looked_after
    inner join {{ ref('health_checks') }} as checks
        on
            looked_after.la_code = checks.la_code
            and looked_after.child_id = checks.child_id
            and looked_after.as_known_on >= checks.checked_on
    group by looked_after.la_code, looked_after.child_id
),

plans_made as (
    select
        looked_after.la_code,
        looked_after.child_id,
        max(documents.review_due_on) as review_due_on
    from looked_after
    inner join {{ ref('plan_documents') }} as documents
        on
            looked_after.la_code = documents.la_code
            and looked_after.child_id = documents.child_id
            and looked_after.as_known_on >= documents.authorised_on
    where documents.plan_type = 'LAC'
    group by looked_after.la_code, looked_after.child_id
),

deadlines as (
    select
        looked_after.*,
        case coalesce(reviews_held.reviews, 0)
            when 0 then coalesce(looked_after.first_review_until_on, looked_after.started_on)
            when 1 then {{ add_months('reviews_held.last_on', 3) }}
            else {{ add_months('reviews_held.last_on', 6) }}
        end as review_until_on,
        coalesce(plans_made.review_due_on, looked_after.looked_after_since_on - 1) as plan_until_on,
        coalesce(looked_after.no_check_until_on, looked_after.looked_after_since_on) as no_check_needed_until_on,
        case
            when {{ birthday('looked_after.born_on', 5) }} > looked_after.as_known_on
                then {{ add_months('checks_done.last_health_assessment_on', 6) }}
            else {{ add_months('checks_done.last_health_assessment_on', 12) }}
        end as health_until_on,
        {{ add_months('checks_done.last_dental_check_on', 12) }} as dental_until_on
    from looked_after
    left join reviews_held
        on looked_after.la_code = reviews_held.la_code and looked_after.child_id = reviews_held.child_id
    left join checks_done
        on looked_after.la_code = checks_done.la_code and looked_after.child_id = checks_done.child_id
    left join plans_made
        on looked_after.la_code = plans_made.la_code and looked_after.child_id = plans_made.child_id
)

select
    deadlines.la_code,
    duties.duty,
    deadlines.child_id,
    deadlines.period_of_care_id as event_id,
    case duties.duty
        when 'looked_after_review' then deadlines.review_until_on
        when 'looked_after_plan' then deadlines.plan_until_on
        when 'health_assessment' then greatest(deadlines.no_check_needed_until_on, deadlines.health_until_on)
        when 'dental_check' then greatest(deadlines.no_check_needed_until_on, deadlines.dental_until_on)
    end as in_time_until_on
from deadlines
cross join (
    values ('looked_after_review'), ('looked_after_plan'), ('health_assessment'), ('dental_check')
) as duties (duty)
