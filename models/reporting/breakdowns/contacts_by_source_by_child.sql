select
    contacts.la_code,
    contacts.contact_id,
    contacts.child_id,
    contacts.received_on,
    contacts.source_group,
    contacts.counted_by_form,
    contacts.need,
    contacts.contact_type,
    contacts.is_social_care,
    contacts.is_counted_by_source,
    contacts.is_open_case,
    contacts.decided_on,
    contacts.decision_outcome,
    contacts.working_days_to_decision,
    contacts.is_progressed_to_referral,
    deliveries.as_known_on
from {{ ref('contacts') }} as contacts
inner join {{ ref('stg_deliveries') }} as deliveries
    on contacts.la_code = deliveries.la_code and deliveries.is_newest
