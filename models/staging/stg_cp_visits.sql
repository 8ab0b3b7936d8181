with landed as (
    {{ landed_rows('ssd_cp_visits', dates=['cppv_cp_visit_date']) }}
),

typed as (
    select
        {{ provenance() }},
        {{ key_value('cppv_cp_visit_id') }} as visit_id,
        {{ key_value('cppv_person_id') }} as child_id,
        {{ key_value('cppv_cp_plan_id') }} as plan_id,
        {{ date_value('cppv_cp_visit_date') }} as visited_on,
        {{ flag_value('cppv_cp_visit_seen') }} as is_seen,
        coalesce(
            row_fault,
            {{ missing_key('cppv_cp_visit_id') }},
            {{ missing_key('cppv_person_id') }},
            {{ unreadable_date('cppv_cp_visit_date') }}
        ) as value_refusal,
        {{ attribute_faults([
            unreadable_flag('cppv_cp_visit_seen'),
            unreadable_key('cppv_cp_plan_id'),
        ]) }} as attribute_faults
    from landed
),

fingerprinted as (
    {{ fingerprinted_rows(['plan_id']) }}
)

select
    fingerprinted.*,
    coalesce(fingerprinted.value_refusal, {{ refuse_repeated('cppv_cp_visit_id') }}) as refusal_reason
from fingerprinted
{{ window_of_repeats('visit_id') }}
