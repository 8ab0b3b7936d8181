select
    adoptions.la_code,
    months.month_on,
    adoptions.adoption_id,
    adoptions.child_id,
    adoptions.adopted_on,
    adoptions.is_within_12_months_of_decision,
    adoptions.days_from_care_to_placement,
    adoptions.days_from_order_to_match,
    adoptions.has_placement_dates,
    adoptions.has_match_dates
from {{ ref('adoptions') }} as adoptions
inner join {{ ref('reporting_months') }} as months
    on adoptions.adopted_on between months.first_day_on and months.month_on
