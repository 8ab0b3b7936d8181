{#- Every id that a reference of the contract can find. -#}
{{ config(materialized='view') }}
{%- for table, (model, column) in referenced_keys().items() %}
    select distinct
        la_code,
        delivery_id,
        '{{ table }}' as table_name,
        id
    from ({{ rows_with_id(table, model, column) }}) as keys
    {%- if not loop.last %}
        union all
    {%- endif %}
{%- endfor %}
