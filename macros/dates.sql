{# Date arithmetic that engines spell differently, each once. #}

{% macro add_months(date, months) -%}
    {{ adapter.dispatch('add_months')(date, months) }}
{%- endmacro %}

{% macro duckdb__add_months(date, months) -%}
    cast({{ date }} + to_months({{ months }}) as date)
{%- endmacro %}

{% macro default__add_months(date, months) -%}
    add_months({{ date }}, {{ months }})
{%- endmacro %}

{# The day a person reaches an age. Born on 29 February: 1 March in a year without that day (English common law). #}
{% macro birthday(born_on, age) -%}
    case
        when
            extract(day from {{ born_on }}) = 29
            and extract(day from {{ add_months(born_on, 12 * age) }}) = 28
            then {{ add_months(born_on, 12 * age) }} + 1
        else {{ add_months(born_on, 12 * age) }}
    end
{%- endmacro %}

{# Whole days from one date to another. #}
{% macro days_between(first, last) -%}
    {{ adapter.dispatch('days_between')(first, last) }}
{%- endmacro %}

{% macro duckdb__days_between(first, last) -%}
    date_diff('day', {{ first }}, {{ last }})
{%- endmacro %}

{% macro default__days_between(first, last) -%}
    cast(datediff({{ last }}, {{ first }}) as bigint)
{%- endmacro %}

{# Days of a record from its first to its last, both counted; null where a day is missing or they stand in the wrong
   order, since nobody can say how long it lasted. #}
{% macro days_with_both(first, last) -%}
    case when {{ first }} <= {{ last }} then {{ days_between(first, last) }} + 1 end
{%- endmacro %}

{# Working days from one day to another, from the columns of working_days joined to each; null where a day is missing or
   they stand in the wrong order. #}
{% macro working_days_from(first, last) -%}
    case
        when {{ first }}.day_on <= {{ last }}.day_on
            then {{ last }}.working_days_to_date - {{ first }}.working_days_to_date
    end
{%- endmacro %}

{# Calendar months from the month of one date to that of another. #}
{% macro months_between(first, last) -%}
    12 * (extract(year from {{ last }}) - extract(year from {{ first }}))
    + extract(month from {{ last }}) - extract(month from {{ first }})
{%- endmacro %}

{# 1 is Monday. #}
{% macro day_of_week(date) -%}
    {{ adapter.dispatch('day_of_week')(date) }}
{%- endmacro %}

{% macro duckdb__day_of_week(date) -%}
    isodow({{ date }})
{%- endmacro %}

{% macro default__day_of_week(date) -%}
    weekday({{ date }}) + 1
{%- endmacro %}

{# In a select list: one row per day, or per month end, of a span. #}
{% macro days_of_span(first, last) -%}
    {{ adapter.dispatch('days_of_span')(first, last) }}
{%- endmacro %}

{% macro month_ends_of_span(first, last) -%}
    {{ adapter.dispatch('month_ends_of_span')(first, last) }}
{%- endmacro %}

{% macro duckdb__days_of_span(first, last) -%}
    cast(unnest(generate_series({{ first }}, {{ last }}, interval 1 day)) as date)
{%- endmacro %}

{% macro duckdb__month_ends_of_span(first, last) -%}
    last_day(unnest(generate_series(date_trunc('month', {{ first }}), {{ last }}, interval 1 month)))
{%- endmacro %}

{% macro default__days_of_span(first, last) -%}
    explode(case when {{ first }} <= {{ last }} then sequence({{ first }}, {{ last }}, interval 1 day) end)
{%- endmacro %}

{% macro default__month_ends_of_span(first, last) -%}
    explode(
        case
            when {{ first }} <= {{ last }}
                then transform(sequence(trunc({{ first }}, 'MM'), {{ last }}, interval 1 month), day -> last_day(day))
        end
    )
{%- endmacro %}

{# In a join: the record started in the month, ended in it, or was open at its end. A start and an end count each in
   its own month, also where the other is missing or they stand in the wrong order. #}
{% macro belongs_to_month(started_on, ended_on) -%}
    {{ started_on }} between months.first_day_on and months.month_on
    or {{ ended_on }} between months.first_day_on and months.month_on
    or (
        {{ started_on }} <= months.month_on
        and ({{ ended_on }} is null or {{ ended_on }} > months.month_on)
    )
{%- endmacro %}

{# Open at the end of the month: started by then, and not ended or ended later. #}
{% macro is_open_at_month_end(started_on, ended_on) -%}
    coalesce({{ started_on }} <= months.month_on, false)
    and ({{ ended_on }} is null or {{ ended_on }} > months.month_on)
{%- endmacro %}

{# April of the reporting year that a month end lies in. #}
{% macro reporting_year_start(month_on) -%}
    make_date(
        cast(extract(year from {{ month_on }}) - case when extract(month from {{ month_on }}) < 4 then 1 else 0 end as int),
        4, 1
    )
{%- endmacro %}

{# When a record ended: by its own end, or on the day the child died before it; one begun after that day has no
   day. A model that calls this joins `children`. #}
{% macro until_death(started_on, ended_on) -%}
    least({{ ended_on }}, case when children.died_on is not null then greatest({{ started_on }}, children.died_on) end)
{%- endmacro %}
