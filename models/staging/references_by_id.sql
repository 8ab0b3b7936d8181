{#- Whether each reference of the contract finds its record. -#}
{%- set with_child = contract_references() | selectattr(4, 'equalto', 'ssd_person') | map(attribute=0) | list -%}
with
{%- for table, (model, column) in referenced_keys().items() %}
    ids_of_{{ table }} as (
        select distinct
            keys.delivery_id,
            keys.id
        from ({{ rows_with_id(table, model, column) }}) as keys
    ){{ ',' if not loop.last }}
{% endfor %}
{%- for table, field, model, column, references_table in contract_references() %}
    {%- set child = 'child_id' if model and table in with_child else 'cast(null as string)' %}
    select
        written.la_code,
        written.delivery_id,
        '{{ table }}' as table_name,
        '{{ field }}' as field,
        '{{ references_table }}' as references_table,
        case when found.id is null then coalesce(written.child_id, '') else '' end as child_id,
        case when found.id is null then written.id else '' end as unmatched_id,
        count(*) as records
    from ({{ rows_with_id(table, model, column or field, child) }}) as written
    left join ids_of_{{ references_table }} as found
        on written.delivery_id = found.delivery_id and written.id = found.id
    group by all
    {%- if not loop.last %}
        union all
    {%- endif %}
{%- endfor %}
