{{ config(materialized='ephemeral') }}

-- What is measured of the references between tables in the newest delivery, and on how many records.
with newest as (
    select * from {{ ref('stg_deliveries') }}
    where is_newest
)

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
