with landed as (
    {{ landed_rows('lcs_assessment_details') }}
),

typed as (
    select
        {{ provenance() }},
        {{ code_value('assessment_id') }} as assessment_id,
        {{ code_value('assessment_kind') }} as assessment_kind,
        {{ code_value('outcome') }} as outcome,
        coalesce(
            row_fault,
            {{ refuse_missing('assessment_id') }},
            {{ refuse_unknown_code('assessment_kind') }},
            {{ refuse_unknown_code('outcome') }}
        ) as value_refusal
    from landed
)

select
    typed.*,
    coalesce(typed.value_refusal, {{ refuse_repeated('assessment_id') }}) as refusal_reason
from typed
{{ window_of_repeats('assessment_id') }}
