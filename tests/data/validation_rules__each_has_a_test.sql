-- If this fails, a rule of the seed has no test, or a test no rule: source_faults and what dbt warns of would differ.
{%- set tests_of_rules = [] -%}
{%- if execute -%}
    {%- for node in graph.nodes.values() if node.resource_type == 'test' and node.test_metadata -%}
        {%- if node.test_metadata.name == 'validation_rule' %}{% do tests_of_rules.append(node) %}{% endif -%}
    {%- endfor -%}
{%- endif %}
with tested as (
    select null as rule
    {%- for test in tests_of_rules %}
        union all
        select '{{ test.test_metadata.kwargs.rule }}' as rule
    {%- endfor %}
)

select
    rules.rule,
    tested.rule as tested_rule
from {{ ref('validation_rules') }} as rules
full outer join (select * from tested where tested.rule is not null) as tested
    on rules.rule = tested.rule
where rules.rule is null or tested.rule is null
