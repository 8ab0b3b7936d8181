with landed as (
    {{ landed_rows('ssd_cla_health', dates=['clah_health_check_date']) }}
),

typed as (
    select
        {{ provenance() }},
        {{ key_value('clah_health_check_id') }} as health_check_id,
        {{ key_value('clah_person_id') }} as child_id,
        {{ listed_code('clah_health_check_type') }} as check_type,
        {{ date_value('clah_health_check_date') }} as checked_on,
        {{ listed_code('clah_health_check_status') }} as check_status,
        coalesce(
            row_fault,
            {{ missing_key('clah_health_check_id') }},
            {{ missing_key('clah_person_id') }},
            {{ unreadable_date('clah_health_check_date') }}
        ) as value_refusal,
        {{ attribute_faults([
            unknown_code('clah_health_check_type'),
            unknown_code('clah_health_check_status'),
        ]) }} as attribute_faults
    from landed
),

fingerprinted as (
    {{ fingerprinted_rows() }}
)

select
    fingerprinted.*,
    coalesce(fingerprinted.value_refusal, {{ refuse_repeated('clah_health_check_id') }}) as refusal_reason
from fingerprinted
{{ window_of_repeats('health_check_id') }}
