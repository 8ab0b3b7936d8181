{# What engines spell differently and no other file of macros is about, each once. #}

{# In a select list: one row per expression of a list (`call` around it), or per word of a text. #}
{% macro each_of() -%}
    {{ adapter.dispatch('each_of')(caller()) }}
{%- endmacro %}

{% macro duckdb__each_of(expressions) -%}
    unnest([{{ expressions }}])
{%- endmacro %}

{% macro default__each_of(expressions) -%}
    explode(array({{ expressions }}))
{%- endmacro %}

{% macro each_word(text, separator) -%}
    {{ adapter.dispatch('each_word')(text, separator) }}
{%- endmacro %}

{% macro duckdb__each_word(text, separator) -%}
    unnest(string_split({{ text }}, '{{ separator }}'))
{%- endmacro %}

{% macro default__each_word(text, separator) -%}
    explode(split({{ text }}, '{{ separator }}'))
{%- endmacro %}

{# In a window: the last value so far that is not null. #}
{% macro last_known(value) -%}
    {{ adapter.dispatch('last_known')(value) }}
{%- endmacro %}

{% macro duckdb__last_known(value) -%}
    last_value({{ value }} ignore nulls)
{%- endmacro %}

{% macro default__last_known(value) -%}
    last_value({{ value }}) ignore nulls
{%- endmacro %}

{# The whole text is as the pattern says. #}
{% macro is_written_as(text, pattern) -%}
    {{ adapter.dispatch('is_written_as')(text, pattern) }}
{%- endmacro %}

{% macro duckdb__is_written_as(text, pattern) -%}
    regexp_full_match({{ text }}, '{{ pattern }}')
{%- endmacro %}

{% macro default__is_written_as(text, pattern) -%}
    {{ text }} rlike '^({{ pattern }})$'
{%- endmacro %}

{# In capitals, with one blank in the place of whatever is neither letter nor digit: a description as a list spells it. #}
{% macro spelled(text) -%}
    trim({{ adapter.dispatch('letters_and_digits')('upper(' ~ text ~ ')') }})
{%- endmacro %}

{% macro duckdb__letters_and_digits(text) -%}
    regexp_replace({{ text }}, '[^A-Z0-9]+', ' ', 'g')
{%- endmacro %}

{% macro default__letters_and_digits(text) -%}
    regexp_replace({{ text }}, '[^A-Z0-9]+', ' ')
{%- endmacro %}

{# Whether the text has no character of more than one byte. #}
{% macro is_ascii(text) -%}
    {{ adapter.dispatch('is_ascii')(text) }}
{%- endmacro %}

{% macro duckdb__is_ascii(text) -%}
    strlen({{ text }}) = length({{ text }})
{%- endmacro %}

{% macro default__is_ascii(text) -%}
    octet_length({{ text }}) = char_length({{ text }})
{%- endmacro %}

{% macro is_json(text) -%}
    {{ adapter.dispatch('is_json')(text) }}
{%- endmacro %}

{% macro duckdb__is_json(text) -%}
    json_valid({{ text }})
{%- endmacro %}

{% macro default__is_json(text) -%}
    case when {{ text }} is not null then try_parse_json({{ text }}) is not null end
{%- endmacro %}

{% macro json_key(text, key) -%}
    {{ adapter.dispatch('json_key')(text, key) }}
{%- endmacro %}

{% macro duckdb__json_key(text, key) -%}
    json_extract_string({{ text }}, '$.{{ key }}')
{%- endmacro %}

{% macro default__json_key(text, key) -%}
    get_json_object({{ text }}, '$.{{ key }}')
{%- endmacro %}

{# 1 April 2020 #}
{% macro long_date(date) -%}
    {{ adapter.dispatch('long_date')(date) }}
{%- endmacro %}

{% macro duckdb__long_date(date) -%}
    strftime({{ date }}, '%-d %B %Y')
{%- endmacro %}

{% macro default__long_date(date) -%}
    date_format({{ date }}, 'd MMMM yyyy')
{%- endmacro %}

{# A text as an SQL literal, or null. #}
{% macro literal(text) -%}
    {%- if text is none or text is undefined -%} null
    {%- else -%} '{{ adapter.dispatch('escaped')(text | string) }}'
    {%- endif -%}
{%- endmacro %}

{% macro duckdb__escaped(text) -%}
    {{- text | replace("'", "''") -}}
{%- endmacro %}

{% macro default__escaped(text) -%}
    {{- text | replace('\\', '\\\\') | replace("'", "\\'") -}}
{%- endmacro %}
