{{ config(meta={
    'indicator_id': 's47_started_rolling_12_months',
    'title': 'Section 47 enquiries started in twelve months',
    'definition': 'Enquiries started in the twelve months to the month end, and their rate per 10,000 children aged 0 to 17.',
    'unit': 'rate_per_10k',
    'polarity': 'info',
    'period_rule': 'rolling_12',
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
