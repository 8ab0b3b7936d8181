with landed as (
    {{ landed_rows('lcs_assessment_details') }}
),

typed as (
    select
        {{ provenance() }},
        {{ key_value('assessment_id') }} as assessment_id,
        {{ listed_code('assessment_kind') }} as assessment_kind,
        {{ listed_code('outcome') }} as outcome,
        coalesce(
            row_fault,
            {{ missing_key('assessment_id') }}
        ) as value_refusal,
        {{ attribute_faults([
            unknown_code('assessment_kind'),
            unknown_code('outcome'),
        ]) }} as attribute_faults
    from landed
),

fingerprinted as (
    {{ fingerprinted_rows() }}
)

select
    fingerprinted.*,
    coalesce(fingerprinted.value_refusal, {{ refuse_repeated('assessment_id') }}) as refusal_reason
from fingerprinted
{{ window_of_repeats('assessment_id') }}
