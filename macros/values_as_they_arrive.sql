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

{# What a spreadsheet shows in a cell whose formula cannot be computed: its value is not known, which is not empty. #}
{% macro is_formula_error(field) -%}
    (
        {{ field }} like '#%'
        and {{ field }} in ('#N/A', '#DIV/0!', '#REF!', '#VALUE!', '#NAME?', '#NUM!', '#NULL!', '#CALC!', '#SPILL!')
    )
{%- endmacro %}

{% macro text_value(field) -%}
    case when not {{ is_formula_error(field) }} then {{ field }} end
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
   thousands. What has been rounded or could not be computed is no id. #}
{% macro key_value(field) -%}
    case
        when not {{ is_rounded(field) }} and not {{ is_formula_error(field) }}
            then nullif({{ code_value(field, blank='') }}, '-1')
    end
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
