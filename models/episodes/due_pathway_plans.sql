select
    care_leavers.la_code,
    'pathway_plan' as duty,
    care_leavers.child_id,
    care_leavers.status_id as event_id,
    coalesce(max(documents.review_due_on), care_leavers.started_on - 1) as in_time_until_on
from {{ ref('care_leavers_now') }} as care_leavers
left join {{ ref('plan_documents') }} as documents
    on
        care_leavers.la_code = documents.la_code
        and care_leavers.child_id = documents.child_id
        and care_leavers.as_known_on >= documents.authorised_on
        and documents.plan_type = 'PATHWAY'
group by care_leavers.la_code, care_leavers.child_id, care_leavers.status_id, care_leavers.started_on
