{#- A table is staged when it is a declared source: then every row of it must come out staged or refused. -#}
with staged as (
    select
        rows_of_table.delivery_id,
        rows_of_table.table_name,
        count(*) filter (where rows_of_table.refusal_reason is null) as staged_rows,
        count(*) filter (where rows_of_table.refusal_reason is not null) as refused_rows
    from {{ ref('staged_rows') }} as rows_of_table
    group by rows_of_table.delivery_id, rows_of_table.table_name
)

select
    delivered.la_code,
    delivered.delivery_id,
    delivered.table_name,
    delivered.rows as landed_rows,
    coalesce(staged.staged_rows, 0) as staged_rows,
    coalesce(staged.refused_rows, 0) as refused_rows,
    delivered.table_name in (
        {%- for source in graph.sources.values() if source.source_name == 'raw' %}
            '{{ source.name }}'{% if not loop.last %},{% endif %}
        {%- endfor %}
    ) as is_staged
from {{ source('raw', 'delivery_tables') }} as delivered
inner join {{ ref('stg_deliveries') }} as deliveries
    on delivered.delivery_id = deliveries.delivery_id
left join staged
    on delivered.delivery_id = staged.delivery_id and delivered.table_name = staged.table_name
