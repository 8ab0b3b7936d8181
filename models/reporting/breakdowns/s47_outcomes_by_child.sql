with held as (
    select
        conferences.*,
        row_number() over (
            partition by conferences.la_code, conferences.enquiry_id
            order by conferences.held_on, conferences.conference_id
        ) as nth_held
    from {{ ref('initial_conferences') }} as conferences
    where conferences.held_on is not null
)

select
    enquiries.la_code,
    enquiries.enquiry_id,
    enquiries.child_id,
    enquiries.started_on,
    enquiries.completed_on,
    enquiries.outcome,
    enquiries.working_days_to_complete,
    first_held.held_on as conference_held_on,
    first_held.is_within_15_working_days as is_conference_within_15_working_days,
    deliveries.as_known_on
from {{ ref('s47_enquiries') }} as enquiries
inner join {{ ref('stg_deliveries') }} as deliveries
    on enquiries.la_code = deliveries.la_code and deliveries.is_newest
left join held as first_held
    on
        enquiries.la_code = first_held.la_code
        and enquiries.enquiry_id = first_held.enquiry_id
        and first_held.nth_held = 1
