with due as (
    select * from {{ ref('due_assessments') }}
    union all
    select * from {{ ref('due_conferences') }}
    union all
    select * from {{ ref('due_on_protection_plans') }}
    union all
    select * from {{ ref('due_in_care') }}
    union all
    select * from {{ ref('due_visits_in_care') }}
    union all
    select * from {{ ref('due_children_in_need') }}
    union all
    select * from {{ ref('due_pathway_plans') }}
),

with_days as (
    select
        due.la_code,
        duties.as_known_on,
        due.duty,
        due.child_id,
        due.event_id,
        -- What may be done in time on days off is due on the working day before them.
        coalesce(deadline.working_day_on, due.in_time_until_on) as due_on,
        due.in_time_until_on < duties.as_known_on as is_overdue,
        last_day.working_days_to_date - known_day.working_days_to_date as working_days_left
    from due
    inner join {{ ref('duties_with_sources') }} as duties
        on due.la_code = duties.la_code and due.duty = duties.duty and duties.has_sources
    left join {{ ref('working_days') }} as last_day
        on due.in_time_until_on = last_day.day_on
    left join {{ ref('working_day_spans') }} as deadline
        on last_day.working_days_to_date = deadline.working_days_to_date
    left join {{ ref('working_days') }} as known_day
        on duties.as_known_on = known_day.day_on
)

select
    with_days.la_code,
    with_days.as_known_on,
    with_days.duty,
    with_days.child_id,
    with_days.event_id,
    with_days.due_on,
    with_days.is_overdue,
    with_days.working_days_left,
    lead_workers.professional_id,
    lead_workers.team_group
from with_days
left join {{ ref('lead_workers') }} as lead_workers
    on
        with_days.la_code = lead_workers.la_code
        and with_days.child_id = lead_workers.child_id
        and lead_workers.is_lead_today
where with_days.is_overdue or with_days.working_days_left <= 10
