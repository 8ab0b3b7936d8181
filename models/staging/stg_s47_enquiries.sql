with landed as (
    {{ landed_rows('ssd_s47_enquiry', dates=['s47e_s47_start_date', 's47e_s47_end_date']) }}
),

typed as (
    select
        {{ provenance() }},
        {{ key_value('s47e_s47_enquiry_id') }} as enquiry_id,
        {{ key_value('s47e_person_id') }} as child_id,
        {{ key_value('s47e_referral_id') }} as referral_id,
        {{ date_value('s47e_s47_start_date') }} as started_on,
        {{ date_value('s47e_s47_end_date') }} as completed_on,
        {{ key_value('s47e_s47_completed_by_team') }} as team_id,
        coalesce(
            row_fault,
            {{ missing_key('s47e_s47_enquiry_id') }},
            {{ missing_key('s47e_person_id') }},
            {{ unreadable_date('s47e_s47_start_date') }},
            {{ unreadable_date('s47e_s47_end_date') }}
        ) as value_refusal,
        {{ attribute_faults([
            unreadable_key('s47e_referral_id'),
            unreadable_key('s47e_s47_completed_by_team'),
        ]) }} as attribute_faults
    from landed
),

fingerprinted as (
    {{ fingerprinted_rows(['team_id']) }}
)

select
    fingerprinted.*,
    coalesce(fingerprinted.value_refusal, {{ refuse_repeated('s47e_s47_enquiry_id') }}) as refusal_reason
from fingerprinted
{{ window_of_repeats('enquiry_id') }}
