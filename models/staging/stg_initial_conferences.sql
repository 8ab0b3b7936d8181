with landed as (
    {{ landed_rows('ssd_initial_cp_conference') }}
),

typed as (
    select
        {{ provenance() }},
        {{ code_value('icpc_icpc_id') }} as conference_id,
        {{ code_value('icpc_icpc_meeting_id') }} as meeting_id,
        {{ code_value('icpc_s47_enquiry_id') }} as enquiry_id,
        {{ code_value('icpc_person_id') }} as child_id,
        {{ flag_value('icpc_icpc_transfer_in') }} as is_transfer_in,
        {{ date_value('icpc_icpc_target_date') }} as target_on,
        {{ date_value('icpc_icpc_date') }} as held_on,
        {{ flag_value('icpc_icpc_outcome_cp_flag') }} as is_plan_agreed,
        coalesce(
            row_fault,
            {{ refuse_missing('icpc_icpc_id') }},
            {{ refuse_missing('icpc_person_id') }},
            {{ refuse_unreadable_flag('icpc_icpc_transfer_in') }},
            {{ refuse_unreadable_date('icpc_icpc_target_date') }},
            {{ refuse_unreadable_date('icpc_icpc_date') }},
            {{ refuse_unreadable_flag('icpc_icpc_outcome_cp_flag') }}
        ) as value_refusal
    from landed
)

select
    typed.*,
    coalesce(typed.value_refusal, {{ refuse_repeated('icpc_icpc_id') }}) as refusal_reason
from typed
{{ window_of_repeats('conference_id') }}
