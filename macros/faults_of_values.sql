{# What is wrong with a field: each gives a reason or null. coalesce() of those that place an event names the first,
   and refuses the row; attribute_faults() lists the others, which cost the attribute alone. #}

{% macro attribute_faults(faults) -%}
    nullif(concat_ws('; ', {{ faults | join(', ') }}), '')
{%- endmacro %}

{# Whether an attribute holds something that could not be read, where that means something else than nothing. #}
{% macro is_unread(relation, field) -%}
    coalesce({{ relation }}.attribute_faults like '%{{ field }}: %', false)
{%- endmacro %}

{% macro missing(field) -%}
    case when {{ field }} is null then '{{ field }}: required, but empty' end
{%- endmacro %}

{% macro missing_key(field) -%}
    case
        when {{ is_rounded(field) }} then '{{ field }}: an id that was rounded'
        when {{ is_formula_error(field) }} then '{{ field }}: error of a formula'
        when {{ key_value(field) }} is null then '{{ field }}: required, but empty'
    end
{%- endmacro %}

{% macro unreadable_key(field) -%}
    case
        when {{ is_rounded(field) }} then '{{ field }}: an id that was rounded'
        when {{ is_formula_error(field) }} then '{{ field }}: error of a formula'
    end
{%- endmacro %}

{% macro unreadable_text(field) -%}
    case when {{ is_formula_error(field) }} then '{{ field }}: error of a formula' end
{%- endmacro %}

{% macro unreadable_date(field, first_on='first_event_on') -%}
    case
        when {{ field }} is null then null
        when {{ is_formula_error(field) }} then '{{ field }}: error of a formula'
        when {{ field }}_written is null then '{{ field }}: not a date'
        when
            {{ field }}_written not between {{ first_on }} and last_event_on
            and {{ field }}_written not in (cast('1900-01-01' as date), cast('9999-12-31' as date))
            then '{{ field }}: no date of this service'
    end
{%- endmacro %}

{% macro unreadable_birth_date(field) -%}
    {{ unreadable_date(field, first_on='first_birth_on') }}
{%- endmacro %}

{% macro unreadable_number(field) -%}
    case when {{ field }} is not null and {{ number_value(field) }} is null then '{{ field }}: not a number' end
{%- endmacro %}

{% macro unreadable_flag(field) -%}
    case when {{ field }} is not null and {{ flag_value(field) }} is null then '{{ field }}: not Y or N' end
{%- endmacro %}

{% macro unreadable_json(field) -%}
    case when {{ field }} is not null and not coalesce({{ is_json(field) }}, false) then '{{ field }}: not JSON' end
{%- endmacro %}

{# The code, or its description, must stand in the council's list; the list is small, so the lookup stays a semi-join. Told is a code of two to
   four letters and digits with both in it, or of one or two: no name and no id looks so. #}
{% macro unknown_code(field, is_told=true) -%}
    case
        when
            {{ field }} is not null
            and concat_ws(' ', la_code, {{ spelled(code_value(field)) }}) not in (
                select concat_ws(' ', spellings.la_code, spellings.spelling) from {{ ref('council_spellings') }} as spellings
                where spellings.field = '{{ field }}'
            )
            then '{{ field }}: unknown code'
            {%- if is_told %}
                || case
                    when {{ is_written_as(code_value(field), '[A-Z0-9]{1,2}|[A-Z]+[0-9][A-Z0-9]*|[0-9]+[A-Z][A-Z0-9]*') }}
                        and length({{ field }}) <= 4 then ' ' || {{ code_value(field) }}
                    else ''
                end
            {%- endif %}
    end
{%- endmacro %}

{# What a code is reported as: 'unknown' where the list does not have it, `if_empty` where the field is empty. #}
{% macro reported(reported_as, code, if_empty) -%}
    coalesce({{ reported_as }}, case when {{ code }} is null then {{ if_empty }} else 'unknown' end)
{%- endmacro %}
