with landed as (
    {{ landed_rows('ssd_cin_assessments') }}
),

typed as (
    select
        {{ provenance() }},
        {{ code_value('cina_assessment_id') }} as assessment_id,
        {{ code_value('cina_person_id') }} as child_id,
        {{ code_value('cina_referral_id') }} as referral_id,
        {{ date_value('cina_assessment_start_date') }} as started_on,
        {{ flag_value('cina_assessment_child_seen') }} as is_child_seen,
        {{ date_value('cina_assessment_auth_date') }} as authorised_on,
        {{ flag_value(json_text('cina_assessment_outcome_json', 'REFERRAL_TO_OTHER_AGENCY_FLAG')) }}
            as is_referred_to_other_agency,
        {{ flag_value('cina_assessment_outcome_nfa') }} as is_no_further_action,
        {{ code_value('cina_assessment_team') }} as team_id,
        coalesce(
            row_fault,
            {{ refuse_missing('cina_assessment_id') }},
            {{ refuse_missing('cina_person_id') }},
            {{ refuse_unreadable_date('cina_assessment_start_date') }},
            {{ refuse_unreadable_flag('cina_assessment_child_seen') }},
            {{ refuse_unreadable_date('cina_assessment_auth_date') }},
            {{ refuse_unreadable_json('cina_assessment_outcome_json') }},
            {{ refuse_unreadable_flag('cina_assessment_outcome_nfa') }}
        ) as value_refusal
    from landed
)

select
    typed.*,
    coalesce(typed.value_refusal, {{ refuse_repeated('cina_assessment_id') }}) as refusal_reason
from typed
{{ window_of_repeats('assessment_id') }}
