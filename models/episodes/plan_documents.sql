with known_documents as (
    {{ known_rows('stg_plan_documents') }}
)

select
    known_documents.la_code,
    known_documents.plan_document_id,
    known_documents.child_id,
    known_documents.plan_type,
    known_documents.authorised_on,
    known_documents.review_due_on
from known_documents
where known_documents.authorised_on is not null
