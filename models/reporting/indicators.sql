{#- One row per indicator file, from the words in it. -#}
{{- guard_subjects() -}}
{%- for node in indicator_nodes() %}
{%- set words = node.config.meta %}
select
    cast({{ literal(words.indicator_id) }} as varchar) as indicator_id,
    cast({{ literal(node.fqn[-2]) }} as varchar) as subject,
    cast({{ literal(words.title) }} as varchar) as title,
    cast({{ literal(words.definition) }} as varchar) as definition,
    cast({{ literal(words.unit) }} as varchar) as unit,
    cast({{ literal(words.polarity) }} as varchar) as polarity,
    cast({{ literal(words.period_rule) }} as varchar) as period_rule,
    cast({{ literal(words.get('breakdown_set', 'all')) }} as varchar) as breakdown_set,
    cast({{ words.get('is_share_of_total', false) }} as boolean) as is_share_of_total,
    cast({{ words.get('decimals', 1) }} as integer) as decimals,
    cast({{ literal(words.record_kind) }} as varchar) as record_kind,
    cast({{ literal(words.tables | join(', ')) }} as varchar) as source_tables,
    cast({{ literal(words.get('collected_from')) }} as date) as collected_from_on,
    cast({{ literal(words.get('summed_from')) }} as date) as summed_from_on,
    cast({{ literal(words.get('shown_as', 'last_published')) }} as varchar) as shown_as,
    cast({{ literal(node.raw_code.split('}}', 1)[1] | trim) }} as varchar) as counting_rule
{%- if not loop.last %}
union all
{%- endif %}
{%- else %}
select cast(null as varchar) as indicator_id -- while parsing only
{%- endfor %}
