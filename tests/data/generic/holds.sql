{# A sentence that must hold in every row. Gives the number of rows in which it does not. #}
{% test holds(model, sentence) %}
select count(*) as rows_that_break_it
from {{ model }}
where not coalesce({{ sentence }}, false)
having count(*) > 0
{% endtest %}
