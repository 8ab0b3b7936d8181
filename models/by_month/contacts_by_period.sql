select
    contacts.la_code,
    months.month_on,
    contacts.contact_id,
    contacts.child_id,
    contacts.received_on,
    contacts.source_group,
    contacts.need,
    contacts.has_need_recorded,
    contacts.is_received,
    contacts.is_social_care,
    contacts.is_social_care_on_new_form,
    contacts.is_counted_by_source,
    contacts.is_decided_within_1_working_day,
    contacts.is_decided_within_5_working_days,
    contacts.is_progressed_to_referral
from {{ ref('contacts') }} as contacts
inner join {{ ref('reporting_months') }} as months
    on contacts.received_on between months.first_day_on and months.month_on
where not contacts.is_open_case
