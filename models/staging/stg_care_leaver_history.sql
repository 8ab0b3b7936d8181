with landed as (
    {{ landed_rows('lcs_care_leaver_history', dates=['valid_from', 'valid_to']) }}
),

typed as (
    select
        {{ provenance() }},
        {{ key_value('record_id') }} as status_id,
        {{ key_value('person_id') }} as child_id,
        {{ date_value('valid_from') }} as started_on,
        {{ date_value('valid_to') }} as last_day_on,
        {{ listed_code('eligibility') }} as eligibility,
        {{ listed_code('accommodation') }} as accommodation,
        {{ listed_code('accommodation_suitable') }} as accommodation_judgement,
        {{ listed_code('activity') }} as activity,
        coalesce(
            row_fault,
            {{ missing_key('record_id') }},
            {{ missing_key('person_id') }},
            {{ unreadable_date('valid_from') }},
            {{ unreadable_date('valid_to') }},
            {{ unknown_code('eligibility', is_told=false) }}
        ) as value_refusal,
        {{ attribute_faults([
            unknown_code('accommodation'),
            unknown_code('accommodation_suitable'),
            unknown_code('activity'),
        ]) }} as attribute_faults
    from landed
),

fingerprinted as (
    {{ fingerprinted_rows() }}
)

select
    fingerprinted.*,
    coalesce(fingerprinted.value_refusal, {{ refuse_repeated('record_id') }}) as refusal_reason
from fingerprinted
{{ window_of_repeats('status_id') }}
