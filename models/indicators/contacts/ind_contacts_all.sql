{{ config(meta={
    'indicator_id': 'contacts_all',
    'title': 'Contacts received at the front door',
    'definition': 'All new contacts, whatever the need and the type, with a form or without; one per child. Where a council went over to a form that records needs, those on that form and those without one.',
    'unit': 'count',
    'polarity': 'info',
    'period_rule': 'in_month',
    'record_kind': 'contact',
    'tables': ['ssd_contacts', 'lcs_contact_forms'],
}) }}

select
    la_code,
    month_on,
    'all' as breakdown,
    child_id as subject_id,
    contact_id as event_id,
    received_on as event_on,
    1 as numerator
from {{ ref('contacts_by_period') }}
where is_received
