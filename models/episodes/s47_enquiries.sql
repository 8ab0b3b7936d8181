with known_enquiries as (
    {{ known_rows('stg_s47_enquiries') }}
),

known_outcomes as (
    {{ known_rows('stg_s47_outcome_forms') }}
)

select
    known_enquiries.la_code,
    known_enquiries.enquiry_id,
    known_enquiries.child_id,
    known_enquiries.referral_id,
    known_enquiries.started_on,
    known_enquiries.completed_on,
    {{ reported('outcomes.reported_as', 'known_outcomes.concerns_outcome', "'not_recorded'") }} as outcome,
    known_enquiries.team_id,
    {{ working_days_from('started_day', 'completed_day') }} as working_days_to_complete
from known_enquiries
left join known_outcomes
    on
        known_enquiries.la_code = known_outcomes.la_code
        and known_enquiries.enquiry_id = known_outcomes.enquiry_id
left join {{ ref('council_codes') }} as outcomes
    on
        known_outcomes.la_code = outcomes.la_code
        and outcomes.field = 'concerns_outcome'
        and known_outcomes.concerns_outcome = outcomes.code
left join {{ ref('working_days') }} as started_day
    on known_enquiries.started_on = started_day.day_on
left join {{ ref('working_days') }} as completed_day
    on known_enquiries.completed_on = completed_day.day_on
