with landed as (
    {{ landed_rows('ssd_cla_episodes', dates=['clae_cla_episode_start_date', 'clae_cla_episode_ceased_date']) }}
),

typed as (
    select
        {{ provenance() }},
        {{ key_value('clae_cla_episode_id') }} as episode_id,
        {{ key_value('clae_person_id') }} as child_id,
        {{ key_value('clae_cla_id') }} as period_of_care_id,
        {{ key_value('clae_cla_placement_id') }} as placement_id,
        {{ date_value('clae_cla_episode_start_date') }} as started_on,
        {{ listed_code('clae_cla_episode_start_reason') }} as start_reason,
        {{ date_value('clae_cla_episode_ceased_date') }} as ceased_on,
        {{ listed_code('clae_cla_episode_ceased_reason') }} as ceased_reason,
        {{ code_value('clae_cla_primary_need_code') }} as primary_need,
        coalesce(
            row_fault,
            {{ missing_key('clae_cla_episode_id') }},
            {{ missing_key('clae_person_id') }},
            {{ unreadable_date('clae_cla_episode_start_date') }},
            {{ unreadable_date('clae_cla_episode_ceased_date') }}
        ) as value_refusal,
        {{ attribute_faults([
            unknown_code('clae_cla_episode_start_reason'),
            unknown_code('clae_cla_episode_ceased_reason'),
            unreadable_text('clae_cla_primary_need_code'),
            unreadable_key('clae_cla_id'),
            unreadable_key('clae_cla_placement_id'),
        ]) }} as attribute_faults
    from landed
),

fingerprinted as (
    {{ fingerprinted_rows() }}
)

select
    fingerprinted.*,
    coalesce(fingerprinted.value_refusal, {{ refuse_repeated('clae_cla_episode_id') }}) as refusal_reason
from fingerprinted
{{ window_of_repeats('episode_id') }}
