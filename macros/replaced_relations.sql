{# How tables and views come into the build, in the place of dbt-duckdb's own ways.

   Every run makes every relation anew in a file that no reader opens, so nothing is gained by a detour over a second
   name and a backup: a relation is dropped, made and described in two statements of one transaction. Contracts are
   held as before. A column that is described and not there stops the build. #}

{% materialization table, adapter='duckdb' %}
    {{ return(replaced_relation('table')) }}
{% endmaterialization %}

{% materialization view, adapter='duckdb' %}
    {{ return(replaced_relation('view')) }}
{% endmaterialization %}

{% macro replaced_relation(type) %}
    {%- set existing = load_cached_relation(this) -%}
    {%- set target = this.incorporate(type=type) -%}
    {{ run_hooks(pre_hooks) }}
    {% call statement('main') -%}
        {%- if existing is not none %}
            drop {{ existing.type }} {{ existing }};
        {%- endif %}
        {{ create_table_as(False, target, compiled_code) if type == 'table' else create_view_as(target, compiled_code) }}
    {%- endcall %}
    {% call statement('comments') -%}
        {%- if own_words(model) %}
            {{ alter_relation_comment(target, own_words(model)) }}
        {%- endif %}
        {%- for column in model.columns.values() %}
            comment on column {{ target }}.{{ column.name }} is {{ duckdb_escape_comment(column.description) }};
        {%- endfor %}
    {%- endcall %}
    {{ run_hooks(post_hooks) }}
    {{ adapter.commit() }}
    {{ return({'relations': [target]}) }}
{% endmacro %}
