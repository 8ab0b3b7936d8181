select
    households.la_code,
    months.month_on,
    households.household_id,
    households.is_mainstream,
    households.approved_on,
    households.deregistered_on,
    coalesce(households.approved_on between months.first_day_on and months.month_on, false) as is_approved_in_period,
    coalesce(households.deregistered_on between months.first_day_on and months.month_on, false)
        as is_deregistered_in_period,
    {{ is_open_at_month_end('households.approved_on', 'households.deregistered_on') }} as is_approved_at_period_end
from {{ ref('foster_households') }} as households
inner join {{ ref('reporting_months') }} as months
    on {{ belongs_to_month('households.approved_on', 'households.deregistered_on') }}
