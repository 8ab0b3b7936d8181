{#- Whether each reference of the contract finds its record. -#}
{%- set keys = referenced_keys() -%}
{%- set with_child = contract_references() | selectattr(4, 'equalto', 'ssd_person') | map(attribute=0) | list -%}
{%- for table, field, model, column, references_table in contract_references() %}
    select
        written.la_code,
        written.delivery_id,
        '{{ table }}' as table_name,
        '{{ field }}' as field,
        '{{ references_table }}' as references_table,
        case when found.id is null then written.child_id end as child_id,
        case when found.id is null then written.id end as unmatched_id,
        count(*) as records
    from (
        {{ rows_with_id(table, model, column or field, 'child_id' if model and table in with_child else 'cast(null as string)') }}
    ) as written
    left join (
        select distinct delivery_id, id from ({{ rows_with_id(references_table, *keys[references_table]) }}) as keys
    ) as found
        on written.delivery_id = found.delivery_id and written.id = found.id
    group by 1, 2, 6, 7
    {%- if not loop.last %}
        union all
    {%- endif %}
{%- endfor %}
