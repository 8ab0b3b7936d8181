with unmatched as (
    select * from {{ ref('references_by_id') }} as written
    where written.unmatched_id <> ''
),

-- A spreadsheet takes 0012345 for the number 12345.
found_without_zeros as (
    select distinct
        unmatched.delivery_id,
        unmatched.references_table,
        unmatched.unmatched_id
    from unmatched
    inner join {{ ref('referenced_ids') }} as keys
        on
            unmatched.delivery_id = keys.delivery_id
            and unmatched.references_table = keys.table_name
            and trim(leading '0' from unmatched.unmatched_id) = trim(leading '0' from keys.id)
)

select
    written.la_code,
    written.delivery_id,
    written.table_name,
    written.field,
    written.references_table,
    coalesce(max(delivered.rows), 0) > 0 as is_delivered,
    cast(sum(written.records) as bigint) as records,
    cast(coalesce(sum(case when written.unmatched_id <> '' then written.records end), 0) as bigint)
        as unmatched_records,
    cast(coalesce(sum(case when found_without_zeros.unmatched_id is not null then written.records end), 0) as bigint)
        as matched_without_zeros
from {{ ref('references_by_id') }} as written
left join found_without_zeros
    on
        written.delivery_id = found_without_zeros.delivery_id
        and written.references_table = found_without_zeros.references_table
        and written.unmatched_id = found_without_zeros.unmatched_id
left join {{ source('raw', 'delivery_tables') }} as delivered
    on written.delivery_id = delivered.delivery_id and written.references_table = delivered.table_name
group by written.la_code, written.delivery_id, written.table_name, written.field, written.references_table
