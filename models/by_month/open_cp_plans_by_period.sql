with open_plans as (
    select
        plans.la_code,
        plans.month_on,
        plans.plan_id,
        plans.child_id,
        plans.started_on,
        plans.started_on + 7 <= plans.month_on as is_visit_due,
        -- The calendar of working days has a first year; a plan from before it has been open for long enough.
        coalesce(month_end.working_days_to_date - first_day.working_days_to_date >= 15, true)
            as is_document_due
    from {{ ref('cp_plans_by_period') }} as plans
    left join {{ ref('working_days') }} as first_day
        on plans.started_on = first_day.day_on
    left join {{ ref('working_days') }} as month_end
        on plans.month_on = month_end.day_on
    where plans.is_open_at_period_end
),

visited as (
    select distinct
        open_plans.la_code,
        open_plans.month_on,
        open_plans.child_id
    from open_plans
    inner join {{ ref('cp_visits') }} as visits
        on
            open_plans.la_code = visits.la_code
            and open_plans.child_id = visits.child_id
            and visits.visited_on between open_plans.month_on - 13 and open_plans.month_on
    where visits.is_seen
),

documented as (
    select distinct
        open_plans.la_code,
        open_plans.month_on,
        open_plans.plan_id
    from open_plans
    inner join {{ ref('plan_documents') }} as documents
        on
            open_plans.la_code = documents.la_code
            and open_plans.child_id = documents.child_id
            and open_plans.started_on <= documents.authorised_on
            and open_plans.month_on between documents.authorised_on and documents.review_due_on
    where documents.plan_type = 'CP'
)

select
    open_plans.*,
    visited.child_id is not null as is_visited_within_2_weeks,
    documented.plan_id is not null as is_document_up_to_date
from open_plans
left join visited
    on
        open_plans.la_code = visited.la_code
        and open_plans.month_on = visited.month_on
        and open_plans.child_id = visited.child_id
left join documented
    on
        open_plans.la_code = documented.la_code
        and open_plans.month_on = documented.month_on
        and open_plans.plan_id = documented.plan_id
