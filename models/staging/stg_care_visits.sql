with landed as (
    {{ landed_rows('ssd_cla_visits', dates=['clav_cla_visit_date']) }}
),

typed as (
    select
        {{ provenance() }},
        {{ key_value('clav_cla_visit_id') }} as visit_id,
        {{ key_value('clav_cla_id') }} as period_of_care_id,
        {{ key_value('clav_person_id') }} as child_id,
        {{ date_value('clav_cla_visit_date') }} as visited_on,
        {{ flag_value('clav_cla_visit_seen') }} as is_seen,
        coalesce(
            row_fault,
            {{ missing_key('clav_cla_visit_id') }},
            {{ missing_key('clav_person_id') }},
            {{ unreadable_date('clav_cla_visit_date') }}
        ) as value_refusal,
        {{ attribute_faults([
            unreadable_flag('clav_cla_visit_seen'),
            unreadable_key('clav_cla_id'),
        ]) }} as attribute_faults
    from landed
),

fingerprinted as (
    {{ fingerprinted_rows(['period_of_care_id']) }}
)

select
    fingerprinted.*,
    coalesce(fingerprinted.value_refusal, {{ refuse_repeated('clav_cla_visit_id') }}) as refusal_reason
from fingerprinted
{{ window_of_repeats('visit_id') }}
