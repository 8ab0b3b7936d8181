{# A column and another model's column hold the same set of values: nothing listed is unused, nothing used is unlisted. #}
{% test same_values(model, column_name, to, field) %}
select
    here.value as only_here,
    there.value as only_there
from (select distinct {{ column_name }} as value from {{ model }}) as here
full outer join (select distinct {{ field }} as value from {{ to }}) as there
    on here.value = there.value
where here.value is null or there.value is null
{% endtest %}
