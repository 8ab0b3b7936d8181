{# Writes into control.built what a run of dbt built, so that publish() need not take it on trust.

   A row is a model, a seed or a test of the project. Its token is the one that control.run had when
   dbt began; its status says how it ended. A run that selects a model or a seed begins the table anew, so that all rows
   are of one run of dbt; a run of tests alone says anew how those tests ended. Nothing is written on Spark, or where
   nothing was landed. #}

{% macro begin_built() -%}
    {%- set built = control_built() -%}
    {%- set others = [] -%}
    {%- for node in selected_resources if node.split('.')[0] not in ('test', 'unit_test') -%}
        {%- do others.append(node) -%}
    {%- endfor -%}
    {%- if built and others -%}
        {%- call statement('begin_built') -%}
            delete from {{ built }};
            insert into {{ built }}
            select nodes.*, 'not built', run.token
            from {{ source('control', 'run') }} as run
            cross join (
                values {{ nodes_to_build() | join(', ') }}
            ) as nodes (node, schema_name, relation)
        {%- endcall -%}
        {%- do adapter.commit() -%}
    {%- elif built and selected_resources -%}
        {%- call statement('begin_built') -%}
            update {{ built }} set status = 'not run' where node in ('{{ selected_resources | join("', '") }}')
        {%- endcall -%}
        {%- do adapter.commit() -%}
    {%- endif -%}
{%- endmacro %}

{% macro end_built(results) -%}
    {%- set built = control_built() -%}
    {%- if built and results and not flags.EMPTY and not flags.SAMPLE -%}
        {%- call statement('end_built') -%}
            update {{ built }} set status = ended.status
            from (
                values
                {%- for result in results %}
                ('{{ result.node.unique_id }}', '{{ result.status }}'){{ ',' if not loop.last }}
                {%- endfor %}
            ) as ended (node, status)
            where {{ built }}.node = ended.node
        {%- endcall -%}
        {%- do adapter.commit() -%}
    {%- endif -%}
{%- endmacro %}

{# The table, or none where there is none to write into. #}
{% macro control_built() -%}
    {%- if execute and target.type == 'duckdb' -%}
        {{ return(adapter.get_relation(target.database, 'control', 'built')) }}
    {%- endif -%}
{%- endmacro %}

{# ('unique id', 'schema', 'relation') of every model, seed and test; a test has no relation. #}
{% macro nodes_to_build() -%}
    {%- set found = [] -%}
    {%- for node in graph.nodes.values() -%}
        {%- if node.resource_type == 'seed' or node.resource_type == 'model' and node.config.materialized != 'ephemeral' -%}
            {%- do found.append("('" ~ node.unique_id ~ "', '" ~ node.schema ~ "', '" ~ node.alias ~ "')") -%}
        {%- elif node.resource_type == 'test' -%}
            {%- do found.append("('" ~ node.unique_id ~ "', null, null)") -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro %}
