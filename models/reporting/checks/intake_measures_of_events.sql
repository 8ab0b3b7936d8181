{{ config(materialized='ephemeral') }}

-- What is measured of children and events in the newest delivery, and on how many.
with newest as (
    select * from {{ ref('stg_deliveries') }}
    where is_newest
),

tables_now as (
    select landed.* from {{ ref('landed_rows') }} as landed
    inner join newest on landed.delivery_id = newest.delivery_id
),

events as (
    select
        staged.la_code,
        staged.table_name,
        count(*) filter (where staged.is_newest) as rows_now,
        count(*) filter (where staged.is_newest and staged.last_event_on > newest.as_known_on) as rows_after_extract,
        count(*) filter (where staged.is_newest and staged.is_open) as open_now,
        count(*) filter (where not staged.is_newest and staged.is_open) as open_then
    from {{ ref('staged_events') }} as staged
    inner join newest on staged.la_code = newest.la_code
    group by staged.la_code, staged.table_name
),

children as (
    select
        people.la_code,
        people.child_id,
        bool_or(people.is_newest) as is_here_now
    from {{ ref('stg_people') }} as people
    where people.refusal_reason is null
    group by people.la_code, people.child_id
    having bool_or(not people.is_newest)
)

select
    children.la_code,
    'children_vanished' as check_id,
    'ssd_person' as table_name,
    count(*) as measured_on,
    count(*) filter (where not children.is_here_now) as numerator,
    count(*) as denominator
from children
inner join tables_now
    on children.la_code = tables_now.la_code and tables_now.table_name = 'ssd_person'
group by children.la_code

union all
select
    events.la_code,
    'open_episodes_lost' as check_id,
    events.table_name,
    events.open_then as measured_on,
    events.open_then - events.open_now as numerator,
    events.open_then as denominator
from events
inner join tables_now
    on events.la_code = tables_now.la_code and events.table_name = tables_now.table_name
where events.open_then > 0

union all
select
    events.la_code,
    'dates_after_extract' as check_id,
    events.table_name,
    events.rows_now as measured_on,
    events.rows_after_extract as numerator,
    events.rows_now as denominator
from events
where events.rows_now > 0
