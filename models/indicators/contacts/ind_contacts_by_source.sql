{{ config(meta={
    'indicator_id': 'contacts_by_source',
    'title': 'Contacts by source going on to a referral',
    'definition': 'Contacts for social care by source, and of them those that progress to a referral.',
    'unit': 'percent',
    'polarity': 'info',
    'period_rule': 'in_month',
    'breakdown_set': 'contact_source',
    'record_kind': 'contact',
    'contact_form': 'any',
    'tables': ['ssd_contacts', 'lcs_contact_forms'],
}) }}

select
    la_code,
    month_on,
    source_group as breakdown,
    child_id as subject_id,
    contact_id as event_id,
    received_on as event_on,
    cast(is_progressed_to_referral as int) as numerator
from {{ ref('contacts_by_period') }}
where is_counted_by_source
