{{ config(materialized='ephemeral') }}

-- One row per council and duty, with whether every table was delivered that says what has been done.
with needed as (
    select
        duties.duty,
        {{ each_word("concat_ws(', ', indicators.source_tables, duties.further_tables)", ', ') }} as table_name
    from {{ ref('work_duties') }} as duties
    inner join {{ ref('indicators') }} as indicators
        on duties.indicator_id = indicators.indicator_id
)

select
    deliveries.la_code,
    deliveries.as_known_on,
    needed.duty,
    bool_and(delivered.table_name is not null) as has_sources
from {{ ref('stg_deliveries') }} as deliveries
cross join needed
left join {{ source('raw', 'delivery_tables') }} as delivered
    on deliveries.delivery_id = delivered.delivery_id and needed.table_name = delivered.table_name
where deliveries.is_newest
group by deliveries.la_code, deliveries.as_known_on, needed.duty
