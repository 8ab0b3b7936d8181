{# A rule of a statutory return, by its number: no record may break it. Says how many do, and names none; it warns,
   because the figures stand on the record as it was delivered until the service has mended it. #}
{% test validation_rule(model, rule) %}
{{ config(severity='warn', fail_calc='coalesce(sum(records), 0)') }}
select count(*) as records
from {{ model }}
where rule = '{{ rule }}'
having count(*) > 0
{% endtest %}
