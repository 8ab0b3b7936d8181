with landed as (
    {{ landed_rows('ssd_cin_assessments', dates=['cina_assessment_start_date', 'cina_assessment_auth_date']) }}
),

typed as (
    select
        {{ provenance() }},
        {{ key_value('cina_assessment_id') }} as assessment_id,
        {{ key_value('cina_person_id') }} as child_id,
        {{ key_value('cina_referral_id') }} as referral_id,
        {{ date_value('cina_assessment_start_date') }} as started_on,
        {{ date_value('cina_assessment_auth_date') }} as authorised_on,
        {{ flag_value(json_text('cina_assessment_outcome_json', 'REFERRAL_TO_OTHER_AGENCY_FLAG')) }}
            as is_referred_to_other_agency,
        {{ key_value('cina_assessment_team') }} as team_id,
        coalesce(
            row_fault,
            {{ missing_key('cina_assessment_id') }},
            {{ missing_key('cina_person_id') }},
            {{ unreadable_date('cina_assessment_start_date') }},
            {{ unreadable_date('cina_assessment_auth_date') }}
        ) as value_refusal,
        {{ attribute_faults([
            unreadable_json('cina_assessment_outcome_json'),
            unreadable_key('cina_referral_id'),
            unreadable_key('cina_assessment_team'),
        ]) }} as attribute_faults
    from landed
),

fingerprinted as (
    {{ fingerprinted_rows(['team_id']) }}
)

select
    fingerprinted.*,
    coalesce(fingerprinted.value_refusal, {{ refuse_repeated('cina_assessment_id') }}) as refusal_reason
from fingerprinted
{{ window_of_repeats('assessment_id') }}
