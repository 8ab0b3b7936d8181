{{ config(meta={
    'indicator_id': 's47_started',
    'title': 'Section 47 enquiries started',
    'definition': 'Enquiries by the date of the strategy discussion that started them; one per child.',
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
    started_on as event_on,
    1 as numerator
from {{ ref('s47_enquiries_by_period') }}
where is_started_in_period
