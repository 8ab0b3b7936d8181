-- What each event counted for when the figure was first published, and what it counts for since.
with changes as (
    select
        revisions.la_code,
        revisions.indicator_id,
        revisions.breakdown,
        revisions.period_kind,
        revisions.period_end_on,
        changes.month_on,
        changes.event_id,
        changes.subject_id,
        changes.event_on,
        changes.numerator,
        changes.weight,
        changes.is_counted,
        changes.reason,
        changes.as_known_on,
        changes.publication_no <= revisions.first_publication_no as is_before,
        row_number() over (
            partition by
                revisions.la_code, revisions.indicator_id, revisions.breakdown, revisions.period_kind,
                revisions.period_end_on, changes.month_on, changes.event_id,
                changes.publication_no <= revisions.first_publication_no
            order by changes.change_no desc
        ) as nth_from_last
    from {{ ref('revisions') }} as revisions
    inner join {{ ref('published_event_changes') }} as changes
        on
            revisions.la_code = changes.la_code
            and revisions.indicator_id = changes.indicator_id
            and revisions.breakdown = changes.breakdown
            and changes.month_on between revisions.first_month_on and revisions.period_end_on
            and revisions.last_publication_no >= changes.publication_no
)

select
    since.la_code,
    since.indicator_id,
    since.breakdown,
    since.period_kind,
    since.period_end_on,
    since.month_on,
    since.subject_id,
    since.event_id,
    since.event_on,
    case
        when not since.is_counted then 'left'
        when coalesce(before.is_counted, false) then 'counted otherwise'
        else 'joined'
    end as movement,
    since.reason,
    since.as_known_on as changed_known_on
from changes as since
left join changes as before
    on
        since.la_code = before.la_code
        and since.indicator_id = before.indicator_id
        and since.breakdown = before.breakdown
        and since.period_kind = before.period_kind
        and since.period_end_on = before.period_end_on
        and since.month_on = before.month_on
        and since.event_id = before.event_id
        and before.is_before
        and before.nth_from_last = 1
where
    not since.is_before
    and since.nth_from_last = 1
    and (
        since.is_counted <> coalesce(before.is_counted, false)
        or (
            since.is_counted
            and (since.numerator is distinct from before.numerator or since.weight is distinct from before.weight)
        )
    )
