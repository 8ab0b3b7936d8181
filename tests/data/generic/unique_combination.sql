{# One row per combination of columns, of which some may be null. Gives numbers only, never the values that repeat. #}
{% test unique_combination(model, columns) %}
select
    sum(repeats) as repeated_rows
from (
    select count(*) as repeats
    from {{ model }}
    group by {{ columns | join(', ') }}
    having count(*) > 1
) as repeated
having sum(repeats) > 0
{% endtest %}
