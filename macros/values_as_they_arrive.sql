{# How one text value of an extract is read. Nothing is guessed: what these cannot read is null, and refused beside. #}

{% macro text_value(field) -%}
    nullif(trim({{ field }}), '')
{%- endmacro %}

{% macro code_value(field) -%}
    nullif(upper(trim({{ field }})), '')
{%- endmacro %}

{# Y and N in the spellings that case systems export. #}
{% macro flag_value(field) -%}
    case
        when upper(trim({{ field }})) in ('Y', 'YES', '1', 'T', 'TRUE') then true
        when upper(trim({{ field }})) in ('N', 'NO', '0', 'F', 'FALSE') then false
    end
{%- endmacro %}

{# ISO date, ISO date-time, dd/mm/yyyy, and in workbooks the serial days of Excel; 1900-01-01 is how a case system
   writes 'no date'. #}
{% macro date_value(field) -%}
    nullif(
        case
            when trim({{ field }}) like '____-__-__%' then try_cast(substr(trim({{ field }}), 1, 10) as date)
            when trim({{ field }}) like '__/__/____%' then {{ day_first_date('trim(' ~ field ~ ')') }}
            when source_file like '%.xlsx' and length(trim({{ field }})) = 5
                then cast('1899-12-30' as date) + try_cast(trim({{ field }}) as integer)
        end,
        cast('1900-01-01' as date)
    )
{%- endmacro %}

{% macro number_value(field) -%}
    try_cast(trim({{ field }}) as decimal(18, 2))
{%- endmacro %}

{% macro day_first_date(text) -%}
    try_cast(substr({{ text }}, 7, 4) || '-' || substr({{ text }}, 4, 2) || '-' || substr({{ text }}, 1, 2) as date)
{%- endmacro %}

{# The text under one key of a JSON object; null where there is no such key, or no JSON. #}
{% macro json_text(field, key) -%}
    case when json_valid({{ field }}) then json_extract_string({{ field }}, '$.{{ key }}') end
{%- endmacro %}

{# ---- why a row is refused: each gives a reason or null, so that coalesce() names the first ---- #}

{% macro refuse_missing(field) -%}
    case when {{ text_value(field) }} is null then '{{ field }}: required, but empty' end
{%- endmacro %}

{% macro refuse_unreadable_date(field) -%}
    case
        when
            {{ text_value(field) }} is not null
            and {{ date_value(field) }} is null
            and trim({{ field }}) not like '1900-01-01%'
            and trim({{ field }}) not like '01/01/1900%'
            then '{{ field }}: not a date'
    end
{%- endmacro %}

{% macro refuse_unreadable_number(field) -%}
    case
        when {{ text_value(field) }} is not null and {{ number_value(field) }} is null then '{{ field }}: not a number'
    end
{%- endmacro %}

{% macro refuse_unreadable_flag(field) -%}
    case
        when {{ text_value(field) }} is not null and {{ flag_value(field) }} is null then '{{ field }}: not Y or N'
    end
{%- endmacro %}

{% macro refuse_unreadable_json(field) -%}
    case
        when {{ text_value(field) }} is not null and not json_valid({{ field }}) then '{{ field }}: not JSON'
    end
{%- endmacro %}

{# The code must stand in the seed of codes; the seed is small, so the lookup stays a semi-join. #}
{% macro refuse_unknown_code(field) -%}
    case
        when
            {{ text_value(field) }} is not null
            and {{ code_value(field) }} not in (
                select codes.code from {{ ref('codes') }} as codes
                where codes.field = '{{ field }}'
            )
            then '{{ field }}: unknown code'
    end
{%- endmacro %}
