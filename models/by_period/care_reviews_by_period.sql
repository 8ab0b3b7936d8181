select
    reviews.la_code,
    months.month_on,
    reviews.review_id,
    reviews.child_id,
    reviews.held_on,
    coalesce(periods.is_short_break, false) as is_short_break,
    reviews.is_in_time
from {{ ref('care_reviews') }} as reviews
inner join {{ ref('reporting_months') }} as months
    on reviews.held_on between months.first_day_on and months.month_on
left join {{ ref('periods_of_care_by_period') }} as periods
    on
        reviews.la_code = periods.la_code
        and reviews.period_of_care_id = periods.period_of_care_id
        and months.month_on = periods.month_on
