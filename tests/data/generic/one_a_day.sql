{# No two rows of one key hold on the same day, from valid_from to valid_to, or without end where that is empty. #}
{% test one_a_day(model, columns) %}
select count(*) as overlaps
from {{ model }} as earlier
inner join {{ model }} as later
    on
        earlier.valid_from < later.valid_from
        and coalesce(earlier.valid_to, cast('9999-12-31' as date)) >= later.valid_from
        {%- for column in columns %}
        and earlier.{{ column }} = later.{{ column }}
        {%- endfor %}
having count(*) > 0
{% endtest %}
