{# The rows of one extract table in the deliveries that this build looks at, each cell bare, and null where it is empty
   or says in some system's way that it holds nothing. Beside each of `dates` stands the day that is written there. #}
{% macro landed_rows(table, dates=[]) -%}
    {%- set places = ['la_code', 'delivery_id', 'is_newest', 'source_file', 'source_row', 'row_fault'] -%}
    {%- set limits = ['first_event_on', 'last_event_on', 'first_birth_on'] -%}
    select
        {%- for name in places + limits %}
        cells.{{ name }},
        {%- endfor %}
        {%- for name in dates %}
        {{ written_date('cells.' ~ name) }} as {{ name }}_written,
        {%- endfor %}
        {{ each_cell('unless_nothing', 'cells', places + limits, table) }}
    from (
        select
            deliveries.la_code,
            deliveries.delivery_id,
            deliveries.is_newest,
            landed._file as source_file,
            landed._row as source_row,
            landed._fault as row_fault,
            run.first_event_on,
            run.last_event_on,
            run.first_birth_on,
            {{ each_cell('bare', 'landed', ['_delivery_id', '_la_code', '_file', '_row', '_fault'], table) }}
        from {{ source('raw', table) }} as landed
        inner join {{ ref('stg_deliveries') }} as deliveries
            on landed._delivery_id = deliveries.delivery_id
        cross join {{ source('control', 'run') }} as run
    ) as cells
{%- endmacro %}

{# A macro of each column of a landed table but those left out. #}
{% macro each_cell(macro, relation, left_out, table) -%}
    {{ return(adapter.dispatch('each_cell')(macro, relation, left_out, table)) }}
{%- endmacro %}

{% macro duckdb__each_cell(macro, relation, left_out, table) -%}
    {{ context[macro]('columns(' ~ relation ~ '.* exclude (' ~ left_out | join(', ') ~ '))') }}
{%- endmacro %}

{% macro default__each_cell(macro, relation, left_out, table) -%}
    {%- for column in adapter.get_columns_in_relation(source('raw', table)) if not column.name.startswith('_') -%}
        {{ context[macro](relation ~ '.' ~ column.name) }} as {{ column.name }}{{ ', ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}

{# The columns every staged row starts with: whose it is, and where in which file it stood. #}
{% macro provenance() -%}
    la_code,
    delivery_id,
    is_newest,
    source_file,
    source_row
{%- endmacro %}

{# The typed rows, each with a fingerprint of what it says. Columns that decide no figure are not compared. #}
{% macro fingerprinted_rows(not_compared=[]) -%}
    select
        typed.*,
        {{ content_fingerprint('typed', (['source_file', 'source_row'] + not_compared) | join(', ')) }} as content_fingerprint
    from typed
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
