{{ config(meta={
    'indicator_id': 's47_outcomes',
    'title': 'Outcomes of section 47 enquiries',
    'definition': 'Of the enquiries completed, the share with each outcome.',
    'unit': 'percent',
    'polarity': 'info',
    'period_rule': 'in_month',
    'breakdown_set': 's47_outcome',
    'is_share_of_total': true,
    'record_kind': 'enquiry',
    'tables': ['ssd_s47_enquiry', 'lcs_s47_details'],
}) }}

select
    la_code,
    month_on,
    outcome as breakdown,
    child_id as subject_id,
    enquiry_id as event_id,
    completed_on as event_on,
    1 as numerator
from {{ ref('s47_enquiries_by_period') }}
where is_completed_in_period
