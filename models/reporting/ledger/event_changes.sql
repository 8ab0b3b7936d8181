{{ config(materialized='ephemeral') }}

with newest as (
    select * from {{ ref('stg_deliveries') }} as deliveries
    where deliveries.is_newest
),

last_changes as (
    select *
    from (
        select
            ledger.*,
            row_number() over (
                partition by
                    ledger.la_code, ledger.indicator_id, ledger.breakdown, ledger.month_on, ledger.event_id
                order by ledger.change_no desc
            ) as nth_from_last
        from {{ source('ledger', 'published_event_changes') }} as ledger
    ) as ranked
    where ranked.nth_from_last = 1
),

-- Months this build looks at; what it does not look at has not changed.
in_view as (
    select last_changes.*
    from last_changes
    inner join {{ ref('reporting_months') }} as months
        on last_changes.month_on = months.month_on
    inner join newest
        on last_changes.la_code = newest.la_code and last_changes.month_on <= newest.delivery_month_on
),

known_now as (
    select
        events.la_code,
        events.indicator_id,
        events.breakdown,
        events.month_on,
        events.event_id,
        min(events.subject_id) as subject_id,
        min(events.event_on) as event_on,
        cast(sum(events.numerator) as double) as numerator,
        cast(sum(events.weight) as double) as weight
    from {{ ref('indicator_events') }} as events
    inner join newest
        on events.la_code = newest.la_code and events.month_on <= newest.delivery_month_on
    group by events.la_code, events.indicator_id, events.breakdown, events.month_on, events.event_id
),

compared as (
    select
        coalesce(known_now.la_code, in_view.la_code) as la_code,
        coalesce(known_now.indicator_id, in_view.indicator_id) as indicator_id,
        coalesce(known_now.breakdown, in_view.breakdown) as breakdown,
        coalesce(known_now.month_on, in_view.month_on) as month_on,
        coalesce(known_now.event_id, in_view.event_id) as event_id,
        coalesce(known_now.subject_id, in_view.subject_id) as subject_id,
        coalesce(known_now.event_on, in_view.event_on) as event_on,
        coalesce(known_now.numerator, in_view.numerator) as numerator,
        coalesce(known_now.weight, in_view.weight) as weight,
        known_now.event_id is not null as is_counted,
        coalesce(in_view.is_counted, false) as was_counted,
        in_view.numerator as numerator_before,
        in_view.weight as weight_before,
        coalesce(in_view.change_no, 0) + 1 as change_no
    from known_now
    full outer join in_view
        on
            known_now.la_code = in_view.la_code
            and known_now.indicator_id = in_view.indicator_id
            and known_now.breakdown = in_view.breakdown
            and known_now.month_on = in_view.month_on
            and known_now.event_id = in_view.event_id
)

select
    compared.*,
    newest.as_known_on,
    newest.delivery_id
from compared
inner join newest
    on compared.la_code = newest.la_code
where
    compared.is_counted <> compared.was_counted
    or (
        compared.is_counted
        and (
            compared.numerator is distinct from compared.numerator_before
            or compared.weight is distinct from compared.weight_before
        )
    )
