with landed as (
    {{ landed_rows('lcs_s47_details') }}
),

typed as (
    select
        {{ provenance() }},
        {{ code_value('s47_enquiry_id') }} as enquiry_id,
        {{ code_value('concerns_outcome') }} as concerns_outcome,
        coalesce(
            row_fault,
            {{ refuse_missing('s47_enquiry_id') }},
            {{ refuse_unknown_code('concerns_outcome') }}
        ) as value_refusal
    from landed
)

select
    typed.*,
    coalesce(typed.value_refusal, {{ refuse_repeated('s47_enquiry_id') }}) as refusal_reason
from typed
{{ window_of_repeats('enquiry_id') }}
