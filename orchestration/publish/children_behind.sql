-- The children and events behind one published value: name the value, get one row per event it counts.
with figure as (
    select * from reporting.published_values
    where
        la_code = $la_code
        and indicator_id = $indicator_id
        and breakdown = $breakdown
        and period_kind = $period_kind
        and period_end_on = $period_end_on
        and issue = $issue
),

changes as (
    select
        changes.*,
        row_number() over (
            partition by changes.month_on, changes.event_id
            order by changes.change_no desc
        ) as nth_from_last
    from reporting.published_event_changes as changes
    inner join figure
        on
            changes.la_code = figure.la_code
            and changes.indicator_id = figure.indicator_id
            and changes.breakdown = figure.breakdown
            and changes.month_on between figure.first_month_on and figure.period_end_on
            and changes.publication_no <= figure.publication_no
)

select
    subject_id,
    event_id,
    event_on,
    month_on,
    numerator
from changes
where nth_from_last = 1 and is_counted
order by event_on, event_id
