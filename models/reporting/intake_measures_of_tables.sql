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

union all
select
    checked.la_code,
    'references_unmatched' as check_id,
    checked.table_name || '.' || checked.field as table_name,
    checked.records as measured_on,
    checked.unmatched_records as numerator,
    checked.records as denominator
from {{ ref('references_checked') }} as checked
inner join newest on checked.delivery_id = newest.delivery_id
where checked.is_delivered

union all
select
    checked.la_code,
    'zeros_lost' as check_id,
    checked.table_name || '.' || checked.field as table_name,
    checked.records as measured_on,
    checked.matched_without_zeros as numerator,
    null as denominator
from {{ ref('references_checked') }} as checked
inner join newest on checked.delivery_id = newest.delivery_id
where checked.matched_without_zeros > 0

union all
select
    checked.la_code,
    'referred_to_nothing' as check_id,
    checked.table_name || '.' || checked.field as table_name,
    checked.records as measured_on,
    checked.records as numerator,
    null as denominator
from {{ ref('references_checked') }} as checked
inner join newest on checked.delivery_id = newest.delivery_id
where not checked.is_delivered

union all
select
    leads.la_code,
    'cases_without_post' as check_id,
    'ssd_involvements.invo_professional_id' as table_name,
    leads.cases as measured_on,
    leads.cases_without_post as numerator,
    leads.cases as denominator
from {{ ref('cases_without_post') }} as leads
