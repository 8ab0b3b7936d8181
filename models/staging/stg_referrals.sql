with landed as (
    {{ landed_rows('ssd_cin_episodes', dates=['cine_referral_date', 'cine_close_date']) }}
),

typed as (
    select
        {{ provenance() }},
        {{ key_value('cine_referral_id') }} as referral_id,
        {{ key_value('cine_person_id') }} as child_id,
        {{ date_value('cine_referral_date') }} as referred_on,
        {{ flag_value('cine_referral_nfa') }} as is_no_further_action,
        {{ date_value('cine_close_date') }} as closed_on,
        {{ key_value('cine_referral_team') }} as team_id,
        coalesce(
            row_fault,
            {{ missing_key('cine_referral_id') }},
            {{ missing_key('cine_person_id') }},
            {{ unreadable_date('cine_referral_date') }},
            {{ unreadable_date('cine_close_date') }}
        ) as value_refusal,
        {{ attribute_faults([
            unreadable_flag('cine_referral_nfa'),
            unreadable_key('cine_referral_team'),
        ]) }} as attribute_faults
    from landed
),

fingerprinted as (
    {{ fingerprinted_rows(['team_id']) }}
)

select
    fingerprinted.*,
    coalesce(fingerprinted.value_refusal, {{ refuse_repeated('cine_referral_id') }}) as refusal_reason
from fingerprinted
{{ window_of_repeats('referral_id') }}
