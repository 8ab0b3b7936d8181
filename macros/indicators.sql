{# The indicator models of the project, by name, with their words. Empty while dbt only parses. #}
{% macro indicator_nodes() -%}
    {%- set found = [] -%}
    {%- if execute -%}
        {%- for node in graph.nodes.values() if node.resource_type == 'model' and node.name.startswith('ind_') -%}
            {%- do found.append(node) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(found | sort(attribute='name')) }}
{%- endmacro %}

{# What a model is, in its own words: those of an indicator stand in its meta. #}
{% macro own_words(node) -%}
    {%- set words = node.config.meta -%}
    {{ return(node.description or (words.title ~ '. ' ~ words.definition if words.get('indicator_id') else '')) }}
{%- endmacro %}

{# Stops the build when an indicator file is not in the list, or its words are incomplete or misspelt. #}
{% macro guard_indicators(listed) -%}
    {%- set required = ['indicator_id', 'title', 'definition', 'unit', 'polarity', 'period_rule', 'record_kind', 'tables'] -%}
    {%- set optional = ['breakdown_set', 'is_share_of_total', 'is_weighted', 'decimals', 'shown_as', 'contact_form'] -%}
    {%- set allowed = {
        'unit': ['count', 'percent', 'rate_per_10k', 'average'],
        'polarity': ['high', 'low', 'info', 'within_limits', 'within_limits_low'],
        'period_rule': ['in_month', 'month_end', 'rolling_12', 'year_to_date', 'term'],
        'shown_as': ['first_published', 'last_published'],
        'contact_form': ['need', 'any'],
    } -%}
    {%- for node in indicator_nodes() -%}
        {%- set words = node.config.meta -%}
        {%- if node.name not in listed -%}
            {{ exceptions.raise_compiler_error(node.name ~ ' is not listed in indicator_events') }}
        {%- endif -%}
        {%- if node.name != 'ind_' ~ words.get('indicator_id') -%}
            {{ exceptions.raise_compiler_error(node.name ~ ': indicator_id must be the name of the file without ind_') }}
        {%- endif -%}
        {%- for field in required if not words.get(field) -%}
            {{ exceptions.raise_compiler_error(node.name ~ ': ' ~ field ~ ' is missing') }}
        {%- endfor -%}
        {%- for field in words if field not in required + optional -%}
            {{ exceptions.raise_compiler_error(node.name ~ ': ' ~ field ~ ' is not a field of an indicator') }}
        {%- endfor -%}
        {%- for field, values in allowed.items() if words.get(field) and words[field] not in values -%}
            {{ exceptions.raise_compiler_error(node.name ~ ': ' ~ field ~ ' must be one of ' ~ values | join(', ')) }}
        {%- endfor -%}
    {%- endfor -%}
{%- endmacro %}

{# Stops the build when an indicator counts a kind of record whose changes could not be explained. 'several records' is
   for what no single record decides. #}
{% macro guard_record_kinds(kinds) -%}
    {%- for node in indicator_nodes() if node.config.meta.record_kind not in kinds + ['several records'] -%}
        {{ exceptions.raise_compiler_error(
            node.name ~ ': record_kind ' ~ node.config.meta.record_kind ~ ' is not in staging/known_records.sql'
        ) }}
    {%- endfor -%}
{%- endmacro %}
