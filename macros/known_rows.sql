{# The as-known filter, the only one: what the newest delivery says, without the rows that were refused. #}
{% macro known_rows(staging_model) -%}
    select * from {{ ref(staging_model) }}
    where is_newest and refusal_reason is null
{%- endmacro %}
