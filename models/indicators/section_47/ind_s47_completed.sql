{{ config(meta={
    'indicator_id': 's47_completed',
    'title': 'Section 47 enquiries completed',
    'definition': 'Enquiries by the date they were completed and authorised; one per child.',
    'unit': 'count',
    'polarity': 'info',
    'period_rule': 'in_month',
    'record_kind': 'enquiry',
    'tables': ['ssd_s47_enquiry'],
}) }}

select
    la_code,
    month_on,
    'all' as breakdown,
    child_id as subject_id,
    enquiry_id as event_id,
    completed_on as event_on,
    1 as numerator
from {{ ref('s47_enquiries_by_period') }}
where is_completed_in_period
