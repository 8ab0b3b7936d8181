{# The marts with one column per indicator, models/reporting/by_subject; a file there is named after the subject. #}

{% macro subject_by_month() -%}
    {%- set columns = indicator_columns(model.name) -%}
    select
        indicators.la_code,
        indicators.month_on,
        {%- for name, column in columns.items() %}
        max(indicators.{{ column.quantity }}) filter (where indicators.indicator_id = {{ literal(column.indicator_id) }})
            as {{ name }},
        {%- endfor %}
        max(indicators.as_known_on) as as_known_on
    from {{ ref('indicators_by_month') }} as indicators
    where indicators.subject = {{ literal(model.name | replace('_by_month', '')) }}
    group by indicators.la_code, indicators.month_on
{%- endmacro %}

{# Columns by name: of each indicator of the subject that has no categories, its value; of a rate, its number as well.
   The unit stands in the name, unless it is a count. #}
{% macro indicator_columns(mart) -%}
    {%- set suffixes = {'count': '', 'percent': '_percent', 'rate_per_10k': '_per_10k', 'average': '_average'} -%}
    {%- set columns = {} -%}
    {%- for node in indicator_nodes() if node.fqn[-2] ~ '_by_month' == mart and not node.config.meta.breakdown_set -%}
        {%- set words = node.config.meta -%}
        {%- set told = {'indicator_id': words.indicator_id, 'description': own_words(node)} -%}
        {%- if words.unit == 'rate_per_10k' -%}
            {%- do columns.update({words.indicator_id: dict(told, quantity='numerator')}) -%}
        {%- endif -%}
        {%- do columns.update({words.indicator_id ~ suffixes[words.unit]: dict(told, quantity='value')}) -%}
    {%- endfor -%}
    {{ return(columns) }}
{%- endmacro %}

{# After such a mart is made: its columns are described by the words of their indicators. #}
{% macro describe_indicator_columns() -%}
    {{ alter_column_comment(this, indicator_columns(model.name)) }}
{%- endmacro %}

{# Stops the build when a folder of indicators has no such mart. #}
{% macro guard_subjects() -%}
    {%- for node in indicator_nodes() if 'model.' ~ project_name ~ '.' ~ node.fqn[-2] ~ '_by_month' not in graph.nodes -%}
        {{ exceptions.raise_compiler_error('models/reporting/by_subject/' ~ node.fqn[-2] ~ '_by_month.sql is missing') }}
    {%- endfor -%}
{%- endmacro %}
