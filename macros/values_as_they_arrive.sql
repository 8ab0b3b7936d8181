{# How one text value of an extract is read. Nothing is guessed: what these cannot read is null, and named beside.
   The fields come through bare_cells() of landed_rows(): without what shows nothing, and null where nothing is said. #}

{# Without characters that show nothing (zero width, direction marks, soft hyphen, byte order mark), with the hyphens that
   do not break as plain ones, and without white space around it: blanks of every kind, tabs, line ends. A text of ASCII
   with nothing around it, as most are, is left alone: to trim all others letter by letter costs five times as much. #}
{% macro bare(text) -%}
    case
        when {{ is_written_as(text, '[!-~]([ -~]*[!-~])?') }} then {{ text }}
        else
            trim(
                both ' ' || chr(9) || chr(10) || chr(13) || '{{ wide_blanks() }}'
                from translate({{ text }}, '{{ shows_nothing() }}', '--')
            )
    end
{%- endmacro %}

{% macro wide_blanks() -%}
    {{- '\u00a0\u2007\u2009\u202f\u3000' -}}
{%- endmacro %}

{# The first two are the hyphens; translate() drops the characters that have no partner. #}
{% macro shows_nothing() -%}
    {{- '\u2010\u2011\u00ad\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e' -}}
    {{- '\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufeff' -}}
{%- endmacro %}

{# A bare text, or null where it is how a database, a result grid or pandas writes nothing. #}
{% macro unless_nothing(text) -%}
    case
        when
            length({{ text }}) <= 6
            and upper({{ text }}) in ('', 'NULL', '(NULL)', '[NULL]', '<NULL>', {{ literal('\\N') }}, '<NA>', 'NAN', 'NAT')
            then null
        else {{ text }}
    end
{%- endmacro %}

{% macro text_value(field) -%}
    {{ field }}
{%- endmacro %}

{# In capitals. A whole number loses the '.0' that pandas adds where a column has gaps; `blank` stands for the blanks that
   do not break. #}
{% macro code_value(field, blank=' ') -%}
    case
        when {{ field }} like '%.0' and {{ is_written_as(field, '-?[0-9]+[.]0') }} then split_part({{ field }}, '.', 1)
        when {{ is_ascii(field) }} then upper({{ field }})
        else upper(translate({{ field }}, '{{ wide_blanks() }}', '{{ blank * 5 }}'))
    end
{%- endmacro %}

{# A code of a list, also where its description stands in its place (council_spellings); as written where the list has
   neither. #}
{% macro listed_code(field) -%}
    coalesce(
        (
            select max(spellings.code) from {{ ref('council_spellings') }} as spellings
            where
                spellings.field = '{{ field }}'
                and spellings.la_code = landed.la_code
                and spellings.spelling = {{ spelled(code_value('landed.' ~ field)) }}
        ),
        {{ code_value(field) }}
    )
{%- endmacro %}

{# A key or a reference to one. -1 is 'none', as warehouses write it; in a number a blank that does not break separates
   thousands. What has been rounded is no id. #}
{% macro key_value(field) -%}
    case when not {{ is_rounded(field) }} then nullif({{ code_value(field, blank='') }}, '-1') end
{%- endmacro %}

{# As a spreadsheet shows a long number: 1.23E+11. #}
{% macro is_rounded(field) -%}
    ({{ field }} like '%+%' and {{ is_written_as(field, '-?[0-9]+([.][0-9]+)?[Ee][+][0-9]+') }})
{%- endmacro %}

{# Y and N in the spellings that case systems export. #}
{% macro flag_value(field) -%}
    case
        when upper({{ field }}) in ('Y', 'YES', '1', 'T', 'TRUE', '1.0') then true
        when upper({{ field }}) in ('N', 'NO', '0', 'F', 'FALSE', '0.0') then false
    end
{%- endmacro %}

{# A day of an event, within the limits of dates. 1900-01-01 and 9999-12-31 are how a case system writes 'no date' and
   'no end'. #}
{% macro date_value(field, first_on='first_event_on') -%}
    case when {{ field }}_written between {{ first_on }} and last_event_on then {{ field }}_written end
{%- endmacro %}

{% macro birth_date_value(field) -%}
    {{ date_value(field, first_on='first_birth_on') }}
{%- endmacro %}

{# ISO date, dd/mm/yyyy, either with a time of day, and in workbooks the serial days of Excel: five digits (1927 to 2173),
   with a fraction for the time of day, or 1 for 1900-01-01. A fixed offset from Greenwich could mean another day, so it
   is read at midnight only. #}
{% macro written_date(field) -%}
    case
        when {{ is_written_as(field, '[0-9]{4}-[0-9]{2}-[0-9]{2}' ~ time_of_day()) }}
            then try_cast(substr({{ field }}, 1, 10) as date)
        when {{ is_written_as(field, '[0-9]{2}/[0-9]{2}/[0-9]{4}' ~ time_of_day()) }}
            then {{ day_first_date(field) }}
        when source_file like '%.xlsx' and {{ is_written_as(field, '[1-9][0-9]{4}([.][0-9]+)?') }}
            then cast('1899-12-30' as date) + cast(substr({{ field }}, 1, 5) as integer)
        when source_file like '%.xlsx' and {{ field }} = '1' then cast('1900-01-01' as date)
    end
{%- endmacro %}

{% macro time_of_day() -%}
    ([T ]([0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?|00:00(:00([.]0+)?)? ?(Z|[+]00(:?00)?)))?
{%- endmacro %}

{# Full-time equivalents have three decimals: 25 of 37 hours is 0.675. #}
{% macro number_value(field) -%}
    try_cast({{ field }} as decimal(18, 3))
{%- endmacro %}

{% macro day_first_date(text) -%}
    try_cast(substr({{ text }}, 7, 4) || '-' || substr({{ text }}, 4, 2) || '-' || substr({{ text }}, 1, 2) as date)
{%- endmacro %}

{# The text under one key of a JSON object; null where there is no such key, or no JSON. #}
{% macro json_text(field, key) -%}
    case when {{ is_json(field) }} then {{ json_key(field, key) }} end
{%- endmacro %}

{# ---- what is wrong with a field: each gives a reason or null. coalesce() of those that place an event names the first,
   and refuses the row; attribute_faults() lists the others, which cost the attribute alone ---- #}

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
        when {{ key_value(field) }} is null then '{{ field }}: required, but empty'
    end
{%- endmacro %}

{% macro rounded_key(field) -%}
    case when {{ is_rounded(field) }} then '{{ field }}: an id that was rounded' end
{%- endmacro %}

{% macro unreadable_date(field, first_on='first_event_on') -%}
    case
        when {{ field }} is null then null
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
