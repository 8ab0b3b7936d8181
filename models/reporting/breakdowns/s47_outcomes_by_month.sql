with completed as (
    select
        enquiries.la_code,
        enquiries.month_on,
        enquiries.outcome,
        count(*) as enquiries,
        median(enquiries.working_days_to_complete) as median_working_days_to_complete
    from {{ ref('s47_enquiries_by_period') }} as enquiries
    where enquiries.is_completed_in_period
    group by enquiries.la_code, enquiries.month_on, enquiries.outcome
)

select
    completed.la_code,
    completed.month_on,
    completed.outcome,
    completed.enquiries,
    cast(sum(completed.enquiries) over (partition by completed.la_code, completed.month_on) as bigint)
        as enquiries_completed,
    100 * cast(completed.enquiries as double)
    / sum(completed.enquiries) over (partition by completed.la_code, completed.month_on) as percent_of_completed,
    completed.median_working_days_to_complete,
    deliveries.as_known_on
from completed
inner join {{ ref('stg_deliveries') }} as deliveries
    on completed.la_code = deliveries.la_code and deliveries.is_newest
