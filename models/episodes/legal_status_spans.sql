-- Of several statuses that hold on a day the one begun last counts; of those begun on one day a short break comes last.
-- Guardianship is an order beside them, no status in care.
with statuses as (
    select * from {{ ref('legal_statuses') }} as legal_statuses
    where
        legal_statuses.started_on is not null
        and (legal_statuses.ended_on is null or legal_statuses.ended_on > legal_statuses.started_on)
        and coalesce(legal_statuses.status_group, '') <> 'special_guardianship'
),

days as (
    select
        statuses.la_code,
        statuses.child_id,
        statuses.started_on as day_on
    from statuses
    union -- a day on which several begin or end is one
    select
        statuses.la_code,
        statuses.child_id,
        statuses.ended_on as day_on
    from statuses
    where statuses.ended_on is not null
),

spans as (
    select
        days.la_code,
        days.child_id,
        days.day_on as started_on,
        lead(days.day_on) over (
            partition by days.la_code, days.child_id
            order by days.day_on
        ) as ended_on
    from days
),

held as (
    select
        spans.la_code,
        spans.child_id,
        spans.started_on,
        spans.ended_on,
        statuses.legal_status_id,
        statuses.legal_status,
        coalesce(statuses.status_group, '') = 'short_break' as is_short_break,
        row_number() over (
            partition by spans.la_code, spans.child_id, spans.started_on
            order by
                statuses.started_on desc,
                coalesce(statuses.status_group, '') = 'short_break',
                statuses.legal_status_id desc
        ) as nth_choice
    from spans
    inner join statuses
        on
            spans.la_code = statuses.la_code
            and spans.child_id = statuses.child_id
            and spans.started_on >= statuses.started_on
            and (statuses.ended_on is null or spans.started_on < statuses.ended_on)
)

select
    held.la_code,
    held.child_id,
    held.started_on,
    held.ended_on,
    held.legal_status_id,
    held.legal_status,
    held.is_short_break
from held
where held.nth_choice = 1
