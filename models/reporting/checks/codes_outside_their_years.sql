{#- Records none of whose days lies in the collection years of their code. -#}
{%- set coded = [
    ('ssd_cla_placement', 'clap_cla_placement_type', 'stg_placements', 'placement_type', 'started_on', 'ended_on'),
    ('ssd_cla_episodes', 'clae_cla_episode_ceased_reason', 'stg_care_episodes', 'ceased_reason', 'ceased_on', 'ceased_on'),
    ('ssd_legal_status', 'lega_legal_status', 'stg_legal_statuses', 'legal_status', 'started_on', 'ended_on'),
    ('ssd_contacts', 'cont_contact_source_code', 'stg_contacts', 'source_code', 'received_on', 'received_on'),
    ('lcs_care_leaver_history', 'activity', 'stg_care_leaver_history', 'activity', 'started_on', 'last_day_on'),
] -%}
{{ config(materialized='ephemeral') }}
{%- for table, field, model, column, first_on, last_on in coded %}
    select
        records.la_code,
        records.delivery_id,
        '{{ table }}' as table_name,
        '{{ field }}' as field,
        codes.code,
        case when records.{{ first_on }} > codes.valid_to then 'after its last' else 'before its first' end
            as which_year,
        records.child_id,
        count(*) as records
    from {{ ref(model) }} as records
    inner join {{ ref('stg_deliveries') }} as deliveries
        on records.delivery_id = deliveries.delivery_id and deliveries.is_newest
    inner join {{ ref('council_codes') }} as codes
        on
            records.la_code = codes.la_code
            and codes.field = '{{ field }}'
            and records.{{ column }} = codes.code
            and (
                records.{{ first_on }} > codes.valid_to
                or coalesce(records.{{ last_on }}, deliveries.as_known_on) < codes.valid_from
            )
    where records.refusal_reason is null and records.{{ first_on }} is not null
    group by all
    {%- if not loop.last %}
        union all
    {%- endif %}
{%- endfor %}
