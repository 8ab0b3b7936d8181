with in_months as (
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
            as is_completed_in_period
    from {{ ref('s47_enquiries') }} as enquiries
    inner join {{ ref('reporting_months') }} as months
        on
            coalesce(enquiries.started_on, enquiries.completed_on) <= months.month_on
            and (enquiries.completed_on is null or enquiries.completed_on >= months.first_day_on)
)

select
    in_months.*,
    in_months.completed_on is null or in_months.completed_on > in_months.month_on as is_open_at_period_end
from in_months
