select
    enquiries.la_code,
    months.month_on,
    enquiries.enquiry_id,
    enquiries.child_id,
    enquiries.started_on,
    enquiries.completed_on,
    enquiries.outcome,
    enquiries.working_days_to_complete,
    coalesce(enquiries.started_on between months.first_day_on and months.month_on, false) as is_started_in_period,
    coalesce(enquiries.completed_on between months.first_day_on and months.month_on, false)
        as is_completed_in_period,
    {{ is_open_at_month_end('enquiries.started_on', 'enquiries.completed_on') }} as is_open_at_period_end
from {{ ref('s47_enquiries') }} as enquiries
inner join {{ ref('reporting_months') }} as months
    on {{ belongs_to_month('enquiries.started_on', 'enquiries.completed_on') }}
