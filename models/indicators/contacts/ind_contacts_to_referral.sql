{{ config(meta={
    'indicator_id': 'contacts_to_referral',
    'title': 'Contacts going on to a referral',
    'definition': 'Of the contacts for social care, those whose outcome is to progress to a social care referral.',
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
    cast(is_progressed_to_referral as int) as numerator
from {{ ref('contacts_by_period') }}
where is_social_care
