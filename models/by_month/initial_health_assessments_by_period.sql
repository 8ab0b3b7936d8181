select
    checks.la_code,
    months.month_on,
    checks.health_check_id,
    checks.child_id,
    checks.checked_on,
    checks.is_within_20_working_days
from {{ ref('health_checks') }} as checks
inner join {{ ref('reporting_months') }} as months
    on checks.checked_on between months.first_day_on and months.month_on
where checks.is_initial
