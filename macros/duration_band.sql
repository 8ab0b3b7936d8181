{# The band a plan's length falls in, by calendar months; two years as the reporting rule counts them. Not known
   where there is no start or it lies after the end. #}
{% macro duration_band(started_on, last_on, is_two_years_or_more) -%}
    case
        when {{ is_two_years_or_more }} then '5 two years or more'
        when coalesce({{ last_on }} < {{ started_on }}, true) then '6 not known'
        when {{ last_on }} < {{ add_months(started_on, 3) }} then '1 under 3 months'
        when {{ last_on }} < {{ add_months(started_on, 6) }} then '2 3 to 6 months'
        when {{ last_on }} < {{ add_months(started_on, 12) }} then '3 6 to 12 months'
        else '4 1 to 2 years'
    end
{%- endmacro %}
