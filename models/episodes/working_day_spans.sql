select
    days.working_days_to_date,
    min(days.day_on) as working_day_on,
    max(days.day_on) as last_day_on
from {{ ref('working_days') }} as days
group by days.working_days_to_date
