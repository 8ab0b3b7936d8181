with landed as (
    {{ landed_rows('lcs_plan_documents') }}
),

typed as (
    select
        {{ provenance() }},
        {{ code_value('plan_document_id') }} as plan_document_id,
        {{ code_value('person_id') }} as child_id,
        {{ code_value('plan_type') }} as plan_type,
        {{ date_value('authorised_date') }} as authorised_on,
        {{ date_value('review_due_date') }} as review_due_on,
        coalesce(
            row_fault,
            {{ refuse_missing('plan_document_id') }},
            {{ refuse_missing('person_id') }},
            {{ refuse_unknown_code('plan_type') }},
            {{ refuse_unreadable_date('authorised_date') }},
            {{ refuse_unreadable_date('review_due_date') }}
        ) as value_refusal
    from landed
)

select
    typed.*,
    coalesce(typed.value_refusal, {{ refuse_repeated('plan_document_id') }}) as refusal_reason
from typed
{{ window_of_repeats('plan_document_id') }}
