{# The rows of one extract table in the deliveries that this build looks at, with a fingerprint of their content. #}
{% macro landed_rows(table) -%}
    select
        deliveries.la_code,
        deliveries.delivery_id,
        deliveries.is_newest,
        landed._file as source_file,
        landed._row as source_row,
        landed._fault as row_fault,
        {{ content_fingerprint('landed', '_row') }} as content_fingerprint,
        landed.*
    from {{ source('raw', table) }} as landed
    inner join {{ ref('stg_deliveries') }} as deliveries
        on landed._delivery_id = deliveries.delivery_id
{%- endmacro %}

{# The columns every staged row starts with: whose it is, and where in which file it stood. #}
{% macro provenance() -%}
    la_code,
    delivery_id,
    is_newest,
    source_file,
    source_row,
    content_fingerprint
{%- endmacro %}

{# A key that comes twice with the same content is one record: the first row counts, the others are refused as repeats.
   With other content nobody can say which is right: all are refused. #}
{% macro refuse_repeated(field) -%}
    case
        when
            min(content_fingerprint) over repeats <> max(content_fingerprint) over repeats
            then '{{ field }}: repeated with other content'
        when row_number() over repeats_in_order > 1 then '{{ field }}: the same row again'
    end
{%- endmacro %}

{# The windows refuse_repeated() looks through: rows of one key that nothing else speaks against. #}
{% macro window_of_repeats(key) -%}
    window
        repeats as (partition by la_code, delivery_id, {{ key }}, value_refusal is null),
        repeats_in_order as (
            partition by la_code, delivery_id, {{ key }}, value_refusal is null
            order by source_row
        )
{%- endmacro %}

{% macro content_fingerprint(relation, left_out) -%}
    {{ return(adapter.dispatch('content_fingerprint')(relation, left_out)) }}
{%- endmacro %}

{% macro duckdb__content_fingerprint(relation, left_out) -%}
    hash(struct_pack(*columns({{ relation }}.* exclude ({{ left_out }}))))
{%- endmacro %}

{% macro default__content_fingerprint(relation, left_out) -%}
    md5(to_json(struct({{ relation }}.* except ({{ left_out }}))))
{%- endmacro %}

{# The rows of a seed as each council that delivers has them: its own row of a key, or else that for all, is the first. #}
{% macro rows_by_council(seed, key) -%}
    select
        councils.la_code as of_la_code,
        listed.*,
        row_number() over (
            partition by councils.la_code{% for column in key %}, listed.{{ column }}{% endfor %}
            order by listed.la_code is null
        ) as nth_choice
    from (select distinct deliveries.la_code from {{ ref('stg_deliveries') }} as deliveries) as councils
    inner join {{ ref(seed) }} as listed
        on listed.la_code is null or councils.la_code = listed.la_code
{%- endmacro %}
