-- Starts and ends of care and of short breaks, each a step up or down on its day. What ends before it begins has none.
with periods as (
    select * from {{ ref('periods_of_care') }} as care
    where care.looked_after_until_on is null or care.looked_after_until_on > care.started_on
),

steps as (
    select
        periods.la_code,
        periods.child_id,
        periods.started_on as day_on,
        1 as in_care,
        0 as on_break,
        0 as unknown_ends
    from periods
    union all
    select
        periods.la_code,
        periods.child_id,
        periods.looked_after_until_on as day_on,
        -1 as in_care,
        0 as on_break,
        cast(periods.is_end_uncertain as int) as unknown_ends
    from periods
    where periods.looked_after_until_on is not null
    union all
    select
        breaks.la_code,
        breaks.child_id,
        breaks.started_on as day_on,
        0 as in_care,
        1 as on_break,
        0 as unknown_ends
    from {{ ref('legal_status_spans') }} as breaks
    where breaks.is_short_break
    union all
    select
        breaks.la_code,
        breaks.child_id,
        breaks.ended_on as day_on,
        0 as in_care,
        -1 as on_break,
        0 as unknown_ends
    from {{ ref('legal_status_spans') }} as breaks
    where breaks.is_short_break and breaks.ended_on is not null
),

days as (
    select
        steps.la_code,
        steps.child_id,
        steps.day_on,
        sum(steps.in_care) as in_care,
        sum(steps.on_break) as on_break,
        sum(steps.unknown_ends) as unknown_ends
    from steps
    where steps.day_on is not null
    group by steps.la_code, steps.child_id, steps.day_on
),

judged as (
    select
        days.la_code,
        days.child_id,
        days.day_on,
        sum(days.in_care) over to_date > 0 and sum(days.on_break) over to_date = 0 as is_looked_after,
        -- An end that nothing shows joins no periods: the child may have left long before.
        days.unknown_ends > 0 and sum(days.in_care) over to_date = days.in_care + days.unknown_ends as is_broken
    from days
    window
        to_date as (
            partition by days.la_code, days.child_id
            order by days.day_on
        )
),

turns as (
    select
        judged.*,
        lag(judged.is_looked_after, 1, false) over by_day as was_looked_after
    from judged
    window
        by_day as (
            partition by judged.la_code, judged.child_id
            order by judged.day_on
        )
),

spans as (
    select
        turns.la_code,
        turns.child_id,
        turns.day_on as started_on,
        turns.is_looked_after,
        lead(turns.day_on) over (
            partition by turns.la_code, turns.child_id
            order by turns.day_on
        ) as ended_on
    from turns
    where turns.is_looked_after <> turns.was_looked_after or (turns.is_looked_after and turns.is_broken)
)

select
    spans.la_code,
    spans.child_id,
    spans.started_on,
    spans.ended_on
from spans
where spans.is_looked_after
