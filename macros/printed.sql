{# How figures are rounded and printed. #}

{# A quotient rounded half up, exactly: both sides are made whole (they have three decimals at most), so a half is never
   lost to binary fractions. #}
{% macro half_up(numerator, denominator, scale, decimals) -%}
    floor(
        (2 * {{ scale }} * power(10, {{ decimals }}) * round(1000 * {{ numerator }}) + round(1000 * {{ denominator }}))
        / (2 * round(1000 * {{ denominator }}))
    ) / power(10, {{ decimals }})
{%- endmacro %}

{# The value of an indicator by its unit, rounded as it is printed; a count is as it is. #}
{% macro rounded_value(unit, numerator, denominator, decimals) -%}
    case {{ unit }}
        when 'percent' then {{ half_up(numerator, denominator, 100, decimals) }}
        when 'rate_per_10k' then {{ half_up(numerator, denominator, 10000, decimals) }}
        when 'average' then {{ half_up(numerator, denominator, 1, decimals) }}
        else {{ numerator }}
    end
{%- endmacro %}

{% macro whole_number(value) -%}
    cast(cast({{ value }} as bigint) as string)
{%- endmacro %}

{# The number that is printed: a numerator or denominator is printed whole, a value is rounded already. #}
{% macro printed_number(quantity, value) -%}
    case when {{ quantity }} = 'value' then {{ value }} else cast(cast({{ value }} as bigint) as double) end
{%- endmacro %}

{# A number as text with so many decimals; a half is rounded up. #}
{% macro with_decimals(value, decimals) -%}
    cast(cast({{ value }} as decimal(18, {{ decimals }})) as string)
{%- endmacro %}

{# A value already rounded, as the report prints it: 58.3%, 8.46%, 400.7, 1666. #}
{% macro printed(part, value, decimals) -%}
    case
        when {{ part }} not in ('percent', 'rate', 'value') then {{ whole_number(value) }}
        when {{ decimals }} = 2 then {{ with_decimals(value, 2) }}
        else {{ with_decimals(value, 1) }}
    end
    || case when {{ part }} = 'percent' then '%' else '' end
{%- endmacro %}

{# The number that a printed outturn or benchmark holds for a part; null where it holds none. 118 of 194 60.8% has a
   numerator, a denominator and a percentage, 12.5% (45) a percentage and a count. #}
{% macro number_in(printed, part) -%}
    cast(
        nullif(
            case
                when {{ part }} = 'denominator' then regexp_extract({{ printed }}, 'of ([0-9.]+)', 1)
                when {{ part }} = 'percent' and {{ printed }} like '% of %'
                    then regexp_extract({{ printed }}, '([0-9.]+)%', 1)
                when {{ part }} = 'count' and {{ printed }} like '%(%'
                    then regexp_extract({{ printed }}, '[(]([0-9]+)[)]', 1)
                else regexp_extract({{ printed }}, '^[0-9.]+', 0)
            end, ''
        ) as double
    )
{%- endmacro %}

{# 2020/21 for any month from April 2020 to March 2021. #}
{% macro reporting_year_label(month_on) -%}
    substr(cast({{ reporting_year_start(month_on) }} as string), 1, 4) || '/'
    || substr(cast({{ add_months(reporting_year_start(month_on), 12) }} as string), 3, 2)
{%- endmacro %}

{# 2020-12 #}
{% macro month_label(month_on) -%}
    substr(cast({{ month_on }} as string), 1, 7)
{%- endmacro %}
