{{ config(meta={
    'indicator_id': 's47_outcome_not_recorded',
    'title': 'Section 47 enquiries without a recorded outcome',
    'definition': 'Of the enquiries completed, those whose outcome was missing when the month was first reported; not rerun.',
    'unit': 'percent',
    'polarity': 'low',
    'period_rule': 'in_month',
    'shown_as': 'first_published',
    'record_kind': 'enquiry',
    'tables': ['ssd_s47_enquiry', 'lcs_s47_details'],
}) }}

select
    la_code,
    month_on,
    'all' as breakdown,
    child_id as subject_id,
    enquiry_id as event_id,
    completed_on as event_on,
    cast(outcome = 'not_recorded' as int) as numerator
from {{ ref('s47_enquiries_by_period') }}
where is_completed_in_period
