{# One row per combination of columns, none of them null. Gives numbers only, never the values that repeat. #}
{% test primary_key(model, columns) %}
select
    coalesce(sum(rows_alike) filter (where rows_alike > 1), 0) as repeated_rows,
    coalesce(sum(rows_alike) filter (where has_null), 0) as rows_with_a_null
from (
    select
        count(*) as rows_alike,
        {{ columns | join(' is null or ') }} is null as has_null
    from {{ model }}
    group by {{ columns | join(', ') }}
) as combinations
where rows_alike > 1 or has_null
having count(*) > 0
{% endtest %}
