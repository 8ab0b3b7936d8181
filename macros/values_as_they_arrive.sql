{# How one text value of an extract is read. Nothing is guessed: what these cannot read is null, and refused beside. #}

{# Without the white space around it: blanks, tabs, line ends and the blank that does not break. #}
{% macro bare(field) -%}
    trim(both ' ' || chr(9) || chr(10) || chr(13) || chr(160) from {{ field }})
{%- endmacro %}

{% macro text_value(field) -%}
    nullif({{ bare(field) }}, '')
{%- endmacro %}

{% macro code_value(field) -%}
    nullif(upper({{ bare(field) }}), '')
{%- endmacro %}

{# Y and N in the spellings that case systems export. #}
{% macro flag_value(field) -%}
    case
        when upper({{ bare(field) }}) in ('Y', 'YES', '1', 'T', 'TRUE') then true
        when upper({{ bare(field) }}) in ('N', 'NO', '0', 'F', 'FALSE') then false
    end
{%- endmacro %}

{# 1900-01-01 is how a case system writes 'no date'. #}
{% macro date_value(field) -%}
    nullif({{ written_date(field) }}, cast('1900-01-01' as date))
{%- endmacro %}

{# ISO date, dd/mm/yyyy, either with a time of day, and in workbooks the serial days of Excel: five digits (1927 to 2173),
   with a fraction for the time of day, or 1 for 1900-01-01. A fixed offset from Greenwich could mean another day, so it
   is read at midnight only. #}
{% macro written_date(field) -%}
    case
        when {{ is_written_as(bare(field), '[0-9]{4}-[0-9]{2}-[0-9]{2}' ~ time_of_day()) }}
            then try_cast(substr({{ bare(field) }}, 1, 10) as date)
        when {{ is_written_as(bare(field), '[0-9]{2}/[0-9]{2}/[0-9]{4}' ~ time_of_day()) }}
            then {{ day_first_date(bare(field)) }}
        when source_file like '%.xlsx' and {{ is_written_as(bare(field), '[1-9][0-9]{4}([.][0-9]+)?') }}
            then cast('1899-12-30' as date) + cast(substr({{ bare(field) }}, 1, 5) as integer)
        when source_file like '%.xlsx' and {{ bare(field) }} = '1' then cast('1900-01-01' as date)
    end
{%- endmacro %}

{% macro time_of_day() -%}
    ([T ]([0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?|00:00(:00([.]0+)?)?(Z|[+]00:00)))?
{%- endmacro %}

{% macro number_value(field) -%}
    try_cast({{ bare(field) }} as decimal(18, 2))
{%- endmacro %}

{% macro day_first_date(text) -%}
    try_cast(substr({{ text }}, 7, 4) || '-' || substr({{ text }}, 4, 2) || '-' || substr({{ text }}, 1, 2) as date)
{%- endmacro %}

{# The text under one key of a JSON object; null where there is no such key, or no JSON. #}
{% macro json_text(field, key) -%}
    case when {{ is_json(field) }} then {{ json_key(field, key) }} end
{%- endmacro %}

{# ---- why a row is refused: each gives a reason or null, so that coalesce() names the first ---- #}

{% macro refuse_missing(field) -%}
    case when {{ text_value(field) }} is null then '{{ field }}: required, but empty' end
{%- endmacro %}

{% macro refuse_unreadable_date(field) -%}
    case
        when
            {{ text_value(field) }} is not null and {{ written_date(field) }} is null
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
        when {{ text_value(field) }} is not null and not coalesce({{ is_json(field) }}, false) then '{{ field }}: not JSON'
    end
{%- endmacro %}

{# The code must stand in the council's list; the list is small, so the lookup stays a semi-join. #}
{% macro refuse_unknown_code(field) -%}
    case
        when
            {{ text_value(field) }} is not null
            and concat_ws(' ', la_code, {{ code_value(field) }}) not in (
                select concat_ws(' ', codes.la_code, codes.code) from {{ ref('council_codes') }} as codes
                where codes.field = '{{ field }}'
            )
            then '{{ field }}: unknown code'
    end
{%- endmacro %}
