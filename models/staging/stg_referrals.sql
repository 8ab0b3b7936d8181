with landed as (
    {{ landed_rows('ssd_cin_episodes') }}
),

typed as (
    select
        {{ provenance() }},
        {{ code_value('cine_referral_id') }} as referral_id,
        {{ code_value('cine_person_id') }} as child_id,
        {{ date_value('cine_referral_date') }} as referred_on,
        {{ code_value('cine_referral_source_code') }} as source_code,
        {{ flag_value('cine_referral_nfa') }} as is_no_further_action,
        {{ date_value('cine_close_date') }} as closed_on,
        {{ code_value('cine_close_reason') }} as close_reason,
        {{ code_value('cine_referral_team') }} as team_id,
        coalesce(
            row_fault,
            {{ refuse_missing('cine_referral_id') }},
            {{ refuse_missing('cine_person_id') }},
            {{ refuse_unreadable_date('cine_referral_date') }},
            {{ refuse_unreadable_flag('cine_referral_nfa') }},
            {{ refuse_unreadable_date('cine_close_date') }}
        ) as value_refusal
    from landed
)

select
    typed.*,
    coalesce(typed.value_refusal, {{ refuse_repeated('cine_referral_id') }}) as refusal_reason
from typed
{{ window_of_repeats('referral_id') }}
