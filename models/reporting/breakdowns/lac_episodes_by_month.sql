with counted as (
    select
        periods.*,
        periods.is_ceased_in_period and not periods.is_short_break as is_left_in_period
    from {{ ref('periods_of_care_by_period') }} as periods
)

select
    counted.la_code,
    counted.month_on,
    count(*) filter (where counted.is_open_at_period_end and not counted.is_short_break) as looked_after,
    count(*) filter (where counted.is_admitted_in_period) as admissions,
    count(*) filter (where counted.is_left_in_period) as ceased,
    count(*) filter (where counted.is_left_in_period and counted.is_ended_for_permanence) as ceased_for_permanence,
    count(*) filter (where counted.is_left_in_period and counted.is_ended_by_special_guardianship)
        as ceased_by_special_guardianship,
    deliveries.as_known_on
from counted
inner join {{ ref('stg_deliveries') }} as deliveries
    on counted.la_code = deliveries.la_code and deliveries.is_newest
group by counted.la_code, counted.month_on, deliveries.as_known_on
