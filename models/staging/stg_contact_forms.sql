with landed as (
    {{ landed_rows('lcs_contact_forms', dates=['decision_date']) }}
),

typed as (
    select
        {{ provenance() }},
        {{ key_value('contact_id') }} as contact_id,
        {{ listed_code('form_version') }} as form_version,
        {{ listed_code('reason_for_contact') }} as reason_for_contact,
        {{ listed_code('need_identified') }} as need_identified,
        {{ listed_code('contact_type') }} as contact_type,
        {{ date_value('decision_date') }} as decided_on,
        {{ listed_code('decision_outcome') }} as decision_outcome,
        {{ key_value('referral_id') }} as referral_id,
        {{ flag_value('is_open_case') }} as is_open_case,
        coalesce(
            row_fault,
            {{ missing_key('contact_id') }}
        ) as value_refusal,
        {{ attribute_faults([
            unknown_code('form_version'),
            unknown_code('reason_for_contact'),
            unknown_code('need_identified'),
            unknown_code('contact_type'),
            unreadable_date('decision_date'),
            unknown_code('decision_outcome'),
            unreadable_flag('is_open_case'),
            unreadable_key('referral_id'),
        ]) }} as attribute_faults
    from landed
),

fingerprinted as (
    {{ fingerprinted_rows() }}
)

select
    fingerprinted.*,
    coalesce(fingerprinted.value_refusal, {{ refuse_repeated('contact_id') }}) as refusal_reason
from fingerprinted
{{ window_of_repeats('contact_id') }}
