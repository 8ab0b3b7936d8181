{{ config(meta={
    'indicator_id': 'contacts_social_care',
    'title': 'Contacts for social care',
    'definition': 'New contacts for social care: on a form that records the need, those of harm or not sure whose type is contact; on another, by the reason for contact, or because they went on to a referral.',
    'unit': 'count',
    'polarity': 'info',
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
    1 as numerator
from {{ ref('contacts_by_period') }}
where is_social_care
