with newest as (
    select * from {{ ref('stg_deliveries') }} as deliveries
    where deliveries.is_newest
),

recorded as (
    select
        conferences.la_code,
        conferences.child_id,
        conferences.conference_id as event_id,
        conferences.enquiry_started_on,
        case when conferences.is_transfer_in or conferences.enquiry_started_on is null then conferences.target_on end
            as target_on
    from {{ ref('initial_conferences') }} as conferences
    inner join newest
        on conferences.la_code = newest.la_code
    where conferences.held_on is null or conferences.held_on > newest.as_known_on
),

-- Neither a conference nor a plan since the enquiry began answers it. Older ones want a look at the record, not a date.
not_recorded as (
    select
        enquiries.la_code,
        enquiries.child_id,
        enquiries.enquiry_id as event_id,
        enquiries.started_on as enquiry_started_on,
        cast(null as date) as target_on
    from {{ ref('s47_enquiries') }} as enquiries
    inner join newest
        on enquiries.la_code = newest.la_code
    left join {{ ref('initial_conferences') }} as conferences
        on
            enquiries.la_code = conferences.la_code
            and (
                enquiries.enquiry_id = conferences.enquiry_id
                or (enquiries.child_id = conferences.child_id and enquiries.started_on <= conferences.held_on)
            )
    left join {{ ref('cp_plans') }} as plans
        on
            enquiries.la_code = plans.la_code
            and enquiries.child_id = plans.child_id
            and (plans.ended_on is null or enquiries.started_on <= plans.ended_on)
    where
        enquiries.completed_on <= newest.as_known_on
        and enquiries.outcome = 'substantiated_continuing_risk'
        and {{ add_months('enquiries.started_on', 3) }} >= newest.as_known_on
        and conferences.conference_id is null
        and plans.plan_id is null
),

awaited as (
    select * from recorded
    union all
    select * from not_recorded
)

select
    awaited.la_code,
    'initial_conference' as duty,
    awaited.child_id,
    awaited.event_id,
    coalesce(awaited.target_on, deadline.last_day_on, awaited.enquiry_started_on) as in_time_until_on
from awaited
inner join newest
    on awaited.la_code = newest.la_code
left join {{ ref('children') }} as children
    on awaited.la_code = children.la_code and awaited.child_id = children.child_id
left join {{ ref('working_days') }} as enquiry_day
    on awaited.enquiry_started_on = enquiry_day.day_on
left join {{ ref('working_day_spans') }} as deadline
    on enquiry_day.working_days_to_date + 15 = deadline.working_days_to_date
where children.died_on is null or children.died_on > newest.as_known_on
