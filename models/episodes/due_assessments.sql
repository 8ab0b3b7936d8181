-- One begun before the calendar of working days has been late for long.
select
    assessments.la_code,
    assessments.kind || '_assessment' as duty,
    assessments.child_id,
    assessments.assessment_id as event_id,
    coalesce(deadline.last_day_on, assessments.clock_starts_on) as in_time_until_on
from {{ ref('assessments') }} as assessments
inner join {{ ref('stg_deliveries') }} as deliveries
    on assessments.la_code = deliveries.la_code and deliveries.is_newest
left join {{ ref('working_days') }} as clock_day
    on assessments.clock_starts_on = clock_day.day_on
left join {{ ref('working_day_spans') }} as deadline
    on clock_day.working_days_to_date + 45 = deadline.working_days_to_date
where
    assessments.started_on <= deliveries.as_known_on
    and (assessments.open_until_on is null or assessments.open_until_on > deliveries.as_known_on)
