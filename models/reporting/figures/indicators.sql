{#- One row per indicator file, from the words in it. -#}
{{- guard_subjects() -}}
{%- for node in indicator_nodes() %}
{%- set words = node.config.meta %}
select
    cast({{ literal(words.indicator_id) }} as string) as indicator_id,
    cast({{ literal(node.fqn[-2]) }} as string) as subject,
    cast({{ literal(words.title) }} as string) as title,
    cast({{ literal(words.definition) }} as string) as definition,
    cast({{ literal(words.unit) }} as string) as unit,
    cast({{ literal(words.polarity) }} as string) as polarity,
    cast({{ literal(words.period_rule) }} as string) as period_rule,
    cast({{ literal(words.get('breakdown_set', 'all')) }} as string) as breakdown_set,
    cast({{ words.get('is_share_of_total', false) }} as boolean) as is_share_of_total,
    cast({{ words.get('decimals', 1) }} as integer) as decimals,
    cast({{ literal(words.record_kind) }} as string) as record_kind,
    cast({{ literal(words.tables | join(', ')) }} as string) as source_tables,
    cast({{ literal(words.get('shown_as', 'last_published')) }} as string) as shown_as,
    cast({{ literal(words.get('contact_form')) }} as string) as contact_form,
    cast({{ literal(node.raw_code.split('}}', 1)[1] | trim) }} as string) as counting_rule
{%- if not loop.last %}
union all
{%- endif %}
{%- else %}
select cast(null as string) as indicator_id -- while parsing only
{%- endfor %}
