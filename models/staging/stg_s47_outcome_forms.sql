with landed as (
    {{ landed_rows('lcs_s47_details') }}
),

typed as (
    select
        {{ provenance() }},
        {{ key_value('s47_enquiry_id') }} as enquiry_id,
        {{ listed_code('concerns_outcome') }} as concerns_outcome,
        coalesce(
            row_fault,
            {{ missing_key('s47_enquiry_id') }}
        ) as value_refusal,
        {{ attribute_faults([
            unknown_code('concerns_outcome'),
        ]) }} as attribute_faults
    from landed
),

fingerprinted as (
    {{ fingerprinted_rows() }}
)

select
    fingerprinted.*,
    coalesce(fingerprinted.value_refusal, {{ refuse_repeated('s47_enquiry_id') }}) as refusal_reason
from fingerprinted
{{ window_of_repeats('enquiry_id') }}
