with open_plans as (
    select
        plans.la_code,
        plans.plan_id,
        plans.child_id,
        plans.started_on,
        deliveries.as_known_on,
        coalesce(conferences.held_on, plans.started_on) as reviews_from_on,
        before_document.last_day_on as no_document_until_on
    from {{ ref('cp_plans') }} as plans
    inner join {{ ref('stg_deliveries') }} as deliveries
        on plans.la_code = deliveries.la_code and deliveries.is_newest
    left join {{ ref('initial_conferences') }} as conferences
        on plans.la_code = conferences.la_code and plans.conference_id = conferences.conference_id
    left join {{ ref('working_days') }} as first_day
        on plans.started_on = first_day.day_on
    left join {{ ref('working_day_spans') }} as before_document
        on first_day.working_days_to_date + 14 = before_document.working_days_to_date
    where
        plans.started_on <= deliveries.as_known_on
        and (plans.ended_on is null or plans.ended_on > deliveries.as_known_on)
),

last_reviews as (
    select
        open_plans.la_code,
        open_plans.plan_id,
        max(reviews.held_on) as held_on
    from open_plans
    inner join {{ ref('cp_reviews') }} as reviews
        on
            open_plans.la_code = reviews.la_code
            and open_plans.plan_id = reviews.plan_id
            and open_plans.as_known_on >= reviews.held_on
    group by open_plans.la_code, open_plans.plan_id
),

last_visits as (
    select
        open_plans.la_code,
        open_plans.plan_id,
        max(visits.visited_on) as visited_on
    from open_plans
    inner join {{ ref('cp_visits') }} as visits
        on
            open_plans.la_code = visits.la_code
            and open_plans.child_id = visits.child_id
            and open_plans.as_known_on >= visits.visited_on
    where visits.is_seen
    group by open_plans.la_code, open_plans.plan_id
),

last_documents as (
    select
        open_plans.la_code,
        open_plans.plan_id,
        max(documents.review_due_on) as review_due_on
    from open_plans
    inner join {{ ref('plan_documents') }} as documents
        on
            open_plans.la_code = documents.la_code
            and open_plans.child_id = documents.child_id
            and documents.authorised_on between open_plans.started_on and open_plans.as_known_on
    where documents.plan_type = 'CP'
    group by open_plans.la_code, open_plans.plan_id
)

select
    open_plans.la_code,
    duties.duty,
    open_plans.child_id,
    open_plans.plan_id as event_id,
    case duties.duty
        when 'protection_plan_review'
            then
                case
                    when last_reviews.held_on is null then {{ add_months('open_plans.reviews_from_on', 3) }}
                    else {{ add_months('last_reviews.held_on', 6) }}
                end
        when 'protection_plan_visit' then greatest(open_plans.started_on + 6, last_visits.visited_on + 13)
        else
            coalesce(
                greatest(open_plans.no_document_until_on, last_documents.review_due_on), open_plans.started_on
            )
    end as in_time_until_on
from open_plans
cross join (
    values ('protection_plan_review'), ('protection_plan_visit'), ('protection_plan')
) as duties (duty)
left join last_reviews
    on open_plans.la_code = last_reviews.la_code and open_plans.plan_id = last_reviews.plan_id
left join last_visits
    on open_plans.la_code = last_visits.la_code and open_plans.plan_id = last_visits.plan_id
left join last_documents
    on open_plans.la_code = last_documents.la_code and open_plans.plan_id = last_documents.plan_id
