select
    adoptions.*,
    months.month_on
from {{ ref('adoptions') }} as adoptions
inner join {{ ref('reporting_months') }} as months
    on adoptions.adopted_on between months.first_day_on and months.month_on
