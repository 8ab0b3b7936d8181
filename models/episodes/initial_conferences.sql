with known_conferences as (
    {{ known_rows('stg_initial_conferences') }}
),

timed as (
    select
        known_conferences.la_code,
        known_conferences.conference_id,
        known_conferences.meeting_id,
        known_conferences.child_id,
        known_conferences.enquiry_id,
        coalesce(known_conferences.is_transfer_in, false) as is_transfer_in,
        known_conferences.target_on,
        known_conferences.held_on,
        coalesce(known_conferences.is_plan_agreed, false) as is_plan_agreed,
        enquiries.started_on as enquiry_started_on,
        {{ working_days_from('enquiry_day', 'held_day') }} as working_days_from_enquiry
    from known_conferences
    left join {{ ref('s47_enquiries') }} as enquiries
        on
            known_conferences.la_code = enquiries.la_code
            and known_conferences.enquiry_id = enquiries.enquiry_id
    left join {{ ref('working_days') }} as enquiry_day
        on enquiries.started_on = enquiry_day.day_on
    left join {{ ref('working_days') }} as held_day
        on known_conferences.held_on = held_day.day_on
)

select
    timed.*,
    -- A child who moves in on a plan had no enquiry here: the clock is the target date of the transfer conference.
    coalesce(
        case
            when timed.is_transfer_in then timed.held_on <= timed.target_on
            else timed.working_days_from_enquiry <= 15
        end,
        false
    ) as is_within_15_working_days
from timed
