{{ config(meta={
    'indicator_id': 'contacts_help_decided_within_5_working_days',
    'title': 'Help contacts decided within five working days',
    'definition': 'Of the contacts identified as help at source, those decided within five working days; the day of receipt is day 0.',
    'unit': 'percent',
    'polarity': 'info',
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
    cast(is_decided_within_5_working_days as int) as numerator
from {{ ref('contacts_by_period') }}
where has_need_recorded and need = 'help'
