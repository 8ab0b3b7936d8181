with landed as (
    {{ landed_rows('lcs_contact_forms') }}
),

typed as (
    select
        {{ provenance() }},
        {{ code_value('contact_id') }} as contact_id,
        {{ code_value('form_version') }} as form_version,
        {{ code_value('reason_for_contact') }} as reason_for_contact,
        {{ code_value('need_identified') }} as need_identified,
        {{ code_value('contact_type') }} as contact_type,
        {{ date_value('decision_date') }} as decided_on,
        {{ code_value('decision_outcome') }} as decision_outcome,
        {{ code_value('referral_id') }} as referral_id,
        {{ flag_value('is_open_case') }} as is_open_case,
        coalesce(
            row_fault,
            {{ refuse_missing('contact_id') }},
            {{ refuse_unknown_code('form_version') }},
            {{ refuse_unknown_code('reason_for_contact') }},
            {{ refuse_unknown_code('need_identified') }},
            {{ refuse_unknown_code('contact_type') }},
            {{ refuse_unreadable_date('decision_date') }},
            {{ refuse_unknown_code('decision_outcome') }},
            {{ refuse_unreadable_flag('is_open_case') }}
        ) as value_refusal
    from landed
)

select
    typed.*,
    coalesce(typed.value_refusal, {{ refuse_repeated('contact_id') }}) as refusal_reason
from typed
{{ window_of_repeats('contact_id') }}
