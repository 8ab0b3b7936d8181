with landed as (
    {{ landed_rows('lcs_referral_details') }}
),

typed as (
    select
        {{ provenance() }},
        {{ code_value('referral_id') }} as referral_id,
        {{ code_value('referral_reason') }} as referral_reason,
        coalesce(
            row_fault,
            {{ refuse_missing('referral_id') }}
        ) as value_refusal
    from landed
)

select
    typed.*,
    coalesce(typed.value_refusal, {{ refuse_repeated('referral_id') }}) as refusal_reason
from typed
{{ window_of_repeats('referral_id') }}
