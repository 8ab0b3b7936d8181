{{ config(meta={
    'indicator_id': 'contacts_new_form_decided_within_1_working_day',
    'title': 'Contacts on a form that records the need, decided within one working day',
    'definition': 'Of the new contacts whose form says harm, not sure or nothing, and whose type is contact, those decided by the end of the next working day.',
    'unit': 'percent',
    'polarity': 'high',
    'period_rule': 'in_month',
    'record_kind': 'contact',
    'contact_form': 'need',
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
where is_social_care_on_new_form
