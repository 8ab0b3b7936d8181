select
    conferences.la_code,
    months.month_on,
    conferences.conference_id,
    conferences.child_id,
    conferences.held_on,
    conferences.is_transfer_in,
    conferences.is_plan_agreed,
    conferences.is_within_15_working_days
from {{ ref('initial_conferences') }} as conferences
inner join {{ ref('reporting_months') }} as months
    on conferences.held_on between months.first_day_on and months.month_on
