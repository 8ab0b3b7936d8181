{# How figures are rounded and printed. #}

{# A quotient rounded half up to one decimal, exactly: whole numbers go in, so a half is never lost to binary fractions. #}
{% macro tenths_half_up(numerator, denominator, scale) -%}
    floor((2 * {{ scale }} * 10 * {{ numerator }} + {{ denominator }}) / (2 * {{ denominator }})) / 10
{%- endmacro %}

{% macro whole_number(value) -%}
    cast(cast({{ value }} as bigint) as varchar)
{%- endmacro %}

{# A value already rounded, as the report prints it: 58.3%, 400.7, 1666. #}
{% macro printed(part, value) -%}
    case {{ part }}
        when 'percent' then format('{:.1f}', {{ value }}) || '%'
        when 'rate' then format('{:.1f}', {{ value }})
        else {{ whole_number(value) }}
    end
{%- endmacro %}

{# 2020/21 for any month from April 2020 to March 2021. #}
{% macro reporting_year_label(month_on) -%}
    strftime({{ reporting_year_start(month_on) }}, '%Y') || '/'
    || substr(strftime({{ add_months(reporting_year_start(month_on), 12) }}, '%Y'), 3, 2)
{%- endmacro %}
