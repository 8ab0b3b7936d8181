{{ config(meta={
    'indicator_id': 'contacts_decided_within_1_working_day',
    'title': 'Contacts decided within one working day',
    'definition': 'Of the contacts for social care, those decided by the end of the next working day; the day of receipt is day 0.',
    'unit': 'percent',
    'polarity': 'high',
    'period_rule': 'in_month',
    'record_kind': 'contact',
    'contact_form': 'any',
    'tables': ['ssd_contacts', 'lcs_contact_forms'],
}) }}

select
    la_code,
    month_on,
    'all' as breakdown,
    child_id as subject_id,
    contact_id as event_id,
    received_on as event_on,
    cast(is_decided_within_1_working_day as int) as numerator
from {{ ref('contacts_by_period') }}
where is_social_care
