with landed as (
    {{ landed_rows('ssd_initial_cp_conference', dates=['icpc_icpc_target_date', 'icpc_icpc_date']) }}
),

typed as (
    select
        {{ provenance() }},
        {{ key_value('icpc_icpc_id') }} as conference_id,
        {{ key_value('icpc_icpc_meeting_id') }} as meeting_id,
        {{ key_value('icpc_s47_enquiry_id') }} as enquiry_id,
        {{ key_value('icpc_person_id') }} as child_id,
        {{ flag_value('icpc_icpc_transfer_in') }} as is_transfer_in,
        {{ date_value('icpc_icpc_target_date') }} as target_on,
        {{ date_value('icpc_icpc_date') }} as held_on,
        {{ flag_value('icpc_icpc_outcome_cp_flag') }} as is_plan_agreed,
        coalesce(
            row_fault,
            {{ missing_key('icpc_icpc_id') }},
            {{ missing_key('icpc_person_id') }},
            {{ unreadable_date('icpc_icpc_date') }}
        ) as value_refusal,
        {{ attribute_faults([
            unreadable_flag('icpc_icpc_transfer_in'),
            unreadable_date('icpc_icpc_target_date'),
            unreadable_flag('icpc_icpc_outcome_cp_flag'),
            unreadable_key('icpc_icpc_meeting_id'),
            unreadable_key('icpc_s47_enquiry_id'),
        ]) }} as attribute_faults
    from landed
),

fingerprinted as (
    {{ fingerprinted_rows(['meeting_id']) }}
)

select
    fingerprinted.*,
    coalesce(fingerprinted.value_refusal, {{ refuse_repeated('icpc_icpc_id') }}) as refusal_reason
from fingerprinted
{{ window_of_repeats('conference_id') }}
