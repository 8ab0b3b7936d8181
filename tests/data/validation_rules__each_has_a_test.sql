-- If this fails, a rule of the seed has no test, or a test no rule: source_faults and what dbt warns of would differ.
{%- set tests_of_rules = [] -%}
{%- if execute -%}
    {%- for node in graph.nodes.values() if node.resource_type == 'test' and node.test_metadata -%}
        {%- if node.test_metadata.name == 'validation_rule' %}{% do tests_of_rules.append(node) %}{% endif -%}
    {%- endfor -%}
{%- endif %}
with with_none as (
    select null as rule
    {%- for test in tests_of_rules %}
        union all
        select '{{ test.test_metadata.kwargs.rule }}' as rule
    {%- endfor %}
),

tested as (
    select with_none.rule
    from with_none
    where with_none.rule is not null
)

select
    rules.rule,
    tested.rule as tested_rule
from {{ ref('validation_rules') }} as rules
full outer join tested
    on rules.rule = tested.rule
where rules.rule is null or tested.rule is null
