with landed as (
    {{ landed_rows('ssd_cla_placement') }}
),

typed as (
    select
        {{ provenance() }},
        {{ code_value('clap_cla_placement_id') }} as placement_id,
        {{ code_value('clap_cla_id') }} as period_of_care_id,
        {{ code_value('clap_person_id') }} as child_id,
        {{ date_value('clap_cla_placement_start_date') }} as started_on,
        {{ date_value('clap_cla_placement_end_date') }} as ended_on,
        {{ code_value('clap_cla_placement_type') }} as placement_type,
        {{ code_value('clap_cla_placement_provider') }} as provider,
        coalesce(
            row_fault,
            {{ refuse_missing('clap_cla_placement_id') }},
            {{ refuse_missing('clap_person_id') }},
            {{ refuse_unreadable_date('clap_cla_placement_start_date') }},
            {{ refuse_unreadable_date('clap_cla_placement_end_date') }},
            {{ refuse_unknown_code('clap_cla_placement_type') }},
            {{ refuse_unknown_code('clap_cla_placement_provider') }}
        ) as value_refusal
    from landed
)

select
    typed.*,
    coalesce(typed.value_refusal, {{ refuse_repeated('clap_cla_placement_id') }}) as refusal_reason
from typed
{{ window_of_repeats('placement_id') }}
