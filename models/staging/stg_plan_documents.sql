with landed as (
    {{ landed_rows('lcs_plan_documents', dates=['authorised_date', 'review_due_date']) }}
),

typed as (
    select
        {{ provenance() }},
        {{ key_value('plan_document_id') }} as plan_document_id,
        {{ key_value('person_id') }} as child_id,
        {{ listed_code('plan_type') }} as plan_type,
        {{ date_value('authorised_date') }} as authorised_on,
        {{ date_value('review_due_date') }} as review_due_on,
        coalesce(
            row_fault,
            {{ missing_key('plan_document_id') }},
            {{ missing_key('person_id') }},
            {{ unknown_code('plan_type', is_told=false) }},
            {{ unreadable_date('authorised_date') }}
        ) as value_refusal,
        {{ attribute_faults([
            unreadable_date('review_due_date'),
        ]) }} as attribute_faults
    from landed
),

fingerprinted as (
    {{ fingerprinted_rows() }}
)

select
    fingerprinted.*,
    coalesce(fingerprinted.value_refusal, {{ refuse_repeated('plan_document_id') }}) as refusal_reason
from fingerprinted
{{ window_of_repeats('plan_document_id') }}
