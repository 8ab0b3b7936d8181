with known_statuses as (
    {{ known_rows('stg_care_leaver_history') }}
)

select
    known_statuses.la_code,
    known_statuses.status_id,
    known_statuses.child_id,
    known_statuses.started_on,
    least(known_statuses.last_day_on, children.died_on - 1) as last_day_on,
    known_statuses.eligibility,
    eligibilities.reported_as as status_group,
    known_statuses.accommodation,
    known_statuses.activity,
    coalesce(accommodations.reported_as = 'suitable', false) as is_suitable_accommodation,
    coalesce(activities.reported_as = 'in_education_employment_training', false)
        as is_in_education_employment_training
from known_statuses
left join {{ ref('children') }} as children
    on known_statuses.la_code = children.la_code and known_statuses.child_id = children.child_id
left join {{ ref('council_codes') }} as eligibilities
    on
        known_statuses.la_code = eligibilities.la_code
        and eligibilities.field = 'eligibility'
        and known_statuses.eligibility = eligibilities.code
left join {{ ref('council_codes') }} as accommodations
    on
        known_statuses.la_code = accommodations.la_code
        and accommodations.field = 'accommodation'
        and known_statuses.accommodation = accommodations.code
left join {{ ref('council_codes') }} as activities
    on
        known_statuses.la_code = activities.la_code
        and activities.field = 'activity'
        and known_statuses.activity = activities.code
where known_statuses.started_on is not null
