with landed as (
    {{ landed_rows('ssd_legal_status', dates=['lega_legal_status_start_date', 'lega_legal_status_end_date']) }}
),

typed as (
    select
        {{ provenance() }},
        {{ key_value('lega_legal_status_id') }} as legal_status_id,
        {{ key_value('lega_person_id') }} as child_id,
        {{ listed_code('lega_legal_status') }} as legal_status,
        {{ date_value('lega_legal_status_start_date') }} as started_on,
        {{ date_value('lega_legal_status_end_date') }} as ended_on,
        coalesce(
            row_fault,
            {{ missing_key('lega_legal_status_id') }},
            {{ missing_key('lega_person_id') }},
            {{ unreadable_date('lega_legal_status_start_date') }},
            {{ unreadable_date('lega_legal_status_end_date') }}
        ) as value_refusal,
        {{ attribute_faults([
            unknown_code('lega_legal_status'),
        ]) }} as attribute_faults
    from landed
),

fingerprinted as (
    {{ fingerprinted_rows() }}
)

select
    fingerprinted.*,
    coalesce(fingerprinted.value_refusal, {{ refuse_repeated('lega_legal_status_id') }}) as refusal_reason
from fingerprinted
{{ window_of_repeats('legal_status_id') }}
