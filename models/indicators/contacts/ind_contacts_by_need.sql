{{ config(meta={
    'indicator_id': 'contacts_by_need',
    'title': 'Contacts by need identified at source',
    'definition': 'New contacts by what the form says is needed: harm, help, or not sure (left empty included); not recorded where no form records a need. All contact types.',
    'unit': 'count',
    'polarity': 'info',
    'period_rule': 'in_month',
    'breakdown_set': 'contact_need',
    'record_kind': 'contact',
    'contact_form': 'need',
    'tables': ['ssd_contacts', 'lcs_contact_forms'],
}) }}

select
    la_code,
    month_on,
    need as breakdown,
    child_id as subject_id,
    contact_id as event_id,
    received_on as event_on,
    1 as numerator
from {{ ref('contacts_by_period') }}
where is_received
