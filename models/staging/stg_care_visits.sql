with landed as (
    {{ landed_rows('ssd_cla_visits') }}
),

typed as (
    select
        {{ provenance() }},
        {{ code_value('clav_cla_visit_id') }} as visit_id,
        {{ code_value('clav_cla_id') }} as period_of_care_id,
        {{ code_value('clav_person_id') }} as child_id,
        {{ date_value('clav_cla_visit_date') }} as visited_on,
        {{ flag_value('clav_cla_visit_seen') }} as is_seen,
        {{ flag_value('clav_cla_visit_seen_alone') }} as is_seen_alone,
        coalesce(
            row_fault,
            {{ refuse_missing('clav_cla_visit_id') }},
            {{ refuse_missing('clav_person_id') }},
            {{ refuse_unreadable_date('clav_cla_visit_date') }},
            {{ refuse_unreadable_flag('clav_cla_visit_seen') }},
            {{ refuse_unreadable_flag('clav_cla_visit_seen_alone') }}
        ) as value_refusal
    from landed
)

select
    typed.*,
    coalesce(typed.value_refusal, {{ refuse_repeated('clav_cla_visit_id') }}) as refusal_reason
from typed
{{ window_of_repeats('visit_id') }}
