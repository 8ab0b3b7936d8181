select
    enquiries.la_code,
    enquiries.enquiry_id,
    enquiries.child_id,
    enquiries.started_on,
    enquiries.completed_on,
    enquiries.outcome,
    enquiries.working_days_to_complete,
    conferences.held_on as conference_held_on,
    conferences.is_within_15_working_days as is_conference_within_15_working_days,
    deliveries.as_known_on
from {{ ref('s47_enquiries') }} as enquiries
inner join {{ ref('stg_deliveries') }} as deliveries
    on enquiries.la_code = deliveries.la_code and deliveries.is_newest
left join (
    select
        first_held.*,
        row_number() over (
            partition by first_held.la_code, first_held.enquiry_id
            order by first_held.held_on, first_held.conference_id
        ) as nth_held
    from {{ ref('initial_conferences') }} as first_held
    where first_held.held_on is not null
) as conferences
    on
        enquiries.la_code = conferences.la_code
        and enquiries.enquiry_id = conferences.enquiry_id
        and conferences.nth_held = 1
