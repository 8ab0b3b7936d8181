with landed as (
    {{ landed_rows('ssd_cla_episodes') }}
),

typed as (
    select
        {{ provenance() }},
        {{ code_value('clae_cla_episode_id') }} as episode_id,
        {{ code_value('clae_person_id') }} as child_id,
        {{ code_value('clae_cla_id') }} as period_of_care_id,
        {{ code_value('clae_cla_placement_id') }} as placement_id,
        {{ date_value('clae_cla_episode_start_date') }} as started_on,
        {{ code_value('clae_cla_episode_start_reason') }} as start_reason,
        {{ date_value('clae_cla_episode_ceased_date') }} as ceased_on,
        {{ code_value('clae_cla_episode_ceased_reason') }} as ceased_reason,
        {{ code_value('clae_cla_primary_need_code') }} as primary_need,
        {{ date_value('clae_entered_care_date') }} as entered_care_on,
        coalesce(
            row_fault,
            {{ refuse_missing('clae_cla_episode_id') }},
            {{ refuse_missing('clae_person_id') }},
            {{ refuse_unreadable_date('clae_cla_episode_start_date') }},
            {{ refuse_unknown_code('clae_cla_episode_start_reason') }},
            {{ refuse_unreadable_date('clae_cla_episode_ceased_date') }},
            {{ refuse_unknown_code('clae_cla_episode_ceased_reason') }},
            {{ refuse_unreadable_date('clae_entered_care_date') }}
        ) as value_refusal
    from landed
)

select
    typed.*,
    coalesce(typed.value_refusal, {{ refuse_repeated('clae_cla_episode_id') }}) as refusal_reason
from typed
{{ window_of_repeats('episode_id') }}
