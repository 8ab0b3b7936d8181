with landed as (
    {{ landed_rows('ssd_cp_visits') }}
),

typed as (
    select
        {{ provenance() }},
        {{ code_value('cppv_cp_visit_id') }} as visit_id,
        {{ code_value('cppv_person_id') }} as child_id,
        {{ code_value('cppv_cp_plan_id') }} as plan_id,
        {{ date_value('cppv_cp_visit_date') }} as visited_on,
        {{ flag_value('cppv_cp_visit_seen') }} as is_seen,
        coalesce(
            row_fault,
            {{ refuse_missing('cppv_cp_visit_id') }},
            {{ refuse_missing('cppv_person_id') }},
            {{ refuse_unreadable_date('cppv_cp_visit_date') }},
            {{ refuse_unreadable_flag('cppv_cp_visit_seen') }}
        ) as value_refusal
    from landed
)

select
    typed.*,
    coalesce(typed.value_refusal, {{ refuse_repeated('cppv_cp_visit_id') }}) as refusal_reason
from typed
{{ window_of_repeats('visit_id') }}
