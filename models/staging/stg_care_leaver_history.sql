with landed as (
    {{ landed_rows('lcs_care_leaver_history') }}
),

typed as (
    select
        {{ provenance() }},
        {{ code_value('record_id') }} as status_id,
        {{ code_value('person_id') }} as child_id,
        {{ date_value('valid_from') }} as started_on,
        {{ date_value('valid_to') }} as last_day_on,
        {{ code_value('eligibility') }} as eligibility,
        {{ code_value('accommodation') }} as accommodation,
        {{ code_value('accommodation_suitable') }} as accommodation_judgement,
        {{ code_value('activity') }} as activity,
        coalesce(
            row_fault,
            {{ refuse_missing('record_id') }},
            {{ refuse_missing('person_id') }},
            {{ refuse_unreadable_date('valid_from') }},
            {{ refuse_unreadable_date('valid_to') }},
            {{ refuse_unknown_code('eligibility') }},
            {{ refuse_unknown_code('accommodation') }},
            {{ refuse_unknown_code('accommodation_suitable') }},
            {{ refuse_unknown_code('activity') }}
        ) as value_refusal
    from landed
)

select
    typed.*,
    coalesce(typed.value_refusal, {{ refuse_repeated('record_id') }}) as refusal_reason
from typed
{{ window_of_repeats('status_id') }}
