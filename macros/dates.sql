{# Date arithmetic that engines spell differently, each once. #}

{% macro add_months(date, months) -%}
    cast({{ date }} + to_months({{ months }}) as date)
{%- endmacro %}

{# The day a person reaches an age. Born on 29 February: 1 March in a year without that day (English common law). #}
{% macro birthday(born_on, age) -%}
    {{ add_months(born_on, 12 * age) }}
    + case
        when extract(day from {{ add_months(born_on, 12 * age) }}) < extract(day from {{ born_on }}) then 1
        else 0
    end
{%- endmacro %}

{# Whole days from one date to another. #}
{% macro days_between(first, last) -%}
    date_diff('day', {{ first }}, {{ last }})
{%- endmacro %}

{# In a select list: one row per day, or per month end, of a span. #}
{% macro days_of_span(first, last) -%}
    cast(unnest(generate_series({{ first }}, {{ last }}, interval 1 day)) as date)
{%- endmacro %}

{% macro month_ends_of_span(first, last) -%}
    last_day(unnest(generate_series(date_trunc('month', {{ first }}), {{ last }}, interval 1 month)))
{%- endmacro %}

{# April of the reporting year that a month end lies in. #}
{% macro reporting_year_start(month_on) -%}
    make_date(
        cast(extract(year from {{ month_on }}) - case when extract(month from {{ month_on }}) < 4 then 1 else 0 end as int),
        4, 1
    )
{%- endmacro %}
