with landed as (
    {{ landed_rows('ssd_s47_enquiry') }}
),

typed as (
    select
        {{ provenance() }},
        {{ code_value('s47e_s47_enquiry_id') }} as enquiry_id,
        {{ code_value('s47e_person_id') }} as child_id,
        {{ code_value('s47e_referral_id') }} as referral_id,
        {{ date_value('s47e_s47_start_date') }} as started_on,
        {{ date_value('s47e_s47_end_date') }} as completed_on,
        {{ code_value('s47e_s47_completed_by_team') }} as team_id,
        coalesce(
            row_fault,
            {{ refuse_missing('s47e_s47_enquiry_id') }},
            {{ refuse_missing('s47e_person_id') }},
            {{ refuse_unreadable_date('s47e_s47_start_date') }},
            {{ refuse_unreadable_date('s47e_s47_end_date') }}
        ) as value_refusal
    from landed
)

select
    typed.*,
    coalesce(typed.value_refusal, {{ refuse_repeated('s47e_s47_enquiry_id') }}) as refusal_reason
from typed
{{ window_of_repeats('enquiry_id') }}
