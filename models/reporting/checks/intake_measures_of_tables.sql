{{ config(materialized='ephemeral') }}

-- What is measured of the rows of a table in the newest delivery, and on how many.
with newest as (
    select * from {{ ref('stg_deliveries') }}
    where is_newest
),

tables_now as (
    select landed.* from {{ ref('landed_rows') }} as landed
    inner join newest on landed.delivery_id = newest.delivery_id
),

tables_then as (
    select landed.* from {{ ref('landed_rows') }} as landed
    where landed.delivery_id not in (select newest.delivery_id from newest)
),

conflicts as (
    select
        refused.delivery_id,
        refused.table_name,
        count(*) as conflicting_rows
    from {{ ref('refused_rows') }} as refused
    where refused.reason_code = 'conflict'
    group by refused.delivery_id, refused.table_name
),

unread as (
    select
        staged.delivery_id,
        staged.table_name,
        count(*) as records
    from {{ ref('staged_rows') }} as staged
    where staged.refusal_reason is null and staged.attribute_faults is not null
    group by staged.delivery_id, staged.table_name
)

select
    now.la_code,
    checks.check_id,
    now.table_name,
    before.landed_rows as measured_on,
    checks.sign * (now.landed_rows - before.landed_rows) as numerator,
    before.landed_rows as denominator
from tables_now as now
inner join tables_then as before
    on now.la_code = before.la_code and now.table_name = before.table_name
cross join (values ('rows_lost', -1), ('rows_gained', 1)) as checks (check_id, sign)

union all
select
    before.la_code,
    'table_left_out' as check_id,
    before.table_name,
    before.landed_rows as measured_on,
    case when now.table_name is null then 1 else 0 end as numerator,
    null as denominator
from tables_then as before
left join tables_now as now
    on before.la_code = now.la_code and before.table_name = now.table_name

union all
select
    now.la_code,
    'rows_refused' as check_id,
    now.table_name,
    now.landed_rows as measured_on,
    now.refused_rows as numerator,
    now.landed_rows as denominator
from tables_now as now
where now.is_staged

union all
select
    now.la_code,
    'attributes_unread' as check_id,
    now.table_name,
    now.staged_rows as measured_on,
    coalesce(unread.records, 0) as numerator,
    now.staged_rows as denominator
from tables_now as now
left join unread
    on now.delivery_id = unread.delivery_id and now.table_name = unread.table_name
where now.is_staged and now.staged_rows > 0

union all
select
    now.la_code,
    'ids_repeated' as check_id,
    now.table_name,
    now.landed_rows as measured_on,
    coalesce(conflicts.conflicting_rows, 0) as numerator,
    now.landed_rows as denominator
from tables_now as now
left join conflicts
    on now.delivery_id = conflicts.delivery_id and now.table_name = conflicts.table_name
where now.is_staged

union all
select
    now.la_code,
    'unknown_columns' as check_id,
    now.table_name,
    now.landed_rows as measured_on,
    delivered.unknown_columns as numerator,
    null as denominator
from tables_now as now
inner join {{ source('raw', 'delivery_tables') }} as delivered
    on now.delivery_id = delivered.delivery_id and now.table_name = delivered.table_name
where delivered.unknown_columns is not null

union all
select
    newest.la_code,
    'days_to_extract' as check_id,
    'all' as table_name,
    1 as measured_on,
    {{ days_between('newest.delivery_month_on', 'newest.as_known_on') }} as numerator,
    null as denominator
from newest
