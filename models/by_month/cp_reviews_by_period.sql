select
    reviews.la_code,
    months.month_on,
    reviews.review_id,
    reviews.child_id,
    reviews.held_on,
    reviews.is_in_time
from {{ ref('cp_reviews') }} as reviews
inner join {{ ref('reporting_months') }} as months
    on reviews.held_on between months.first_day_on and months.month_on
