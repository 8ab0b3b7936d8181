select
    periods.la_code,
    periods.month_on,
    count(*) filter (where periods.is_counted_open) as looked_after,
    count(*) filter (where periods.is_started_in_period) as admissions,
    count(*) filter (where periods.is_ceased_in_period) as ceased,
    count(*) filter (where periods.is_ceased_in_period and periods.is_ended_for_permanence) as ceased_for_permanence,
    count(*) filter (where periods.is_ceased_in_period and periods.is_ended_by_special_guardianship)
        as ceased_by_special_guardianship,
    deliveries.as_known_on
from {{ ref('periods_of_care_by_period') }} as periods
inner join {{ ref('stg_deliveries') }} as deliveries
    on periods.la_code = deliveries.la_code and deliveries.is_newest
where not periods.is_short_break
group by periods.la_code, periods.month_on, deliveries.as_known_on
