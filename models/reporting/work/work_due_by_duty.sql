select
    sources.la_code,
    sources.as_known_on,
    duties.duty,
    duties.position,
    duties.title,
    duties.in_time,
    case when sources.has_sources then count(due.event_id) filter (where due.is_overdue) end as overdue,
    case when sources.has_sources then count(due.event_id) filter (where not due.is_overdue) end
        as due_in_10_working_days
from {{ ref('duties_with_sources') }} as sources
inner join {{ ref('work_duties') }} as duties
    on sources.duty = duties.duty
left join {{ ref('work_due') }} as due
    on sources.la_code = due.la_code and sources.duty = due.duty
group by
    sources.la_code, sources.as_known_on, sources.has_sources,
    duties.duty, duties.position, duties.title, duties.in_time
