with landed as (
    {{ landed_rows('lcs_referral_details') }}
),

typed as (
    select
        {{ provenance() }},
        {{ key_value('referral_id') }} as referral_id,
        {{ code_value('referral_reason') }} as referral_reason,
        coalesce(
            row_fault,
            {{ missing_key('referral_id') }}
        ) as value_refusal,
        {{ unreadable_text('referral_reason') }} as attribute_faults
    from landed
),

fingerprinted as (
    {{ fingerprinted_rows() }}
)

select
    fingerprinted.*,
    coalesce(fingerprinted.value_refusal, {{ refuse_repeated('referral_id') }}) as refusal_reason
from fingerprinted
{{ window_of_repeats('referral_id') }}
