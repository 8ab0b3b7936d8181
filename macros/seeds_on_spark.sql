{# Rows of a seed on Spark, in the place of dbt-spark's own way, which writes 'None' for what is empty and breaks at a
   quotation mark where a session takes no bound values. #}
{% macro spark__load_csv_rows(model, agate_table) %}
    {%- set given = model.config.get('column_types', {}) -%}
    {%- set types = [] -%}
    {%- for name in agate_table.column_names -%}
        {%- do types.append(given.get(name, adapter.convert_type(agate_table, loop.index0))) -%}
    {%- endfor -%}
    {%- set sql -%}
        insert into {{ this }} values
        {%- for row in agate_table.rows %}
        ({% for value in row %}cast({{ literal(value) }} as {{ types[loop.index0] }}){{ ', ' if not loop.last }}{% endfor %})
            {{- ',' if not loop.last }}
        {%- endfor %}
    {%- endset -%}
    {%- if agate_table.rows | length > 0 -%}
        {%- do adapter.add_query(sql, abridge_sql_log=True) -%}
    {%- endif -%}
    {{ return(sql) }}
{% endmacro %}
