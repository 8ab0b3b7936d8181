{{ config(meta={
    'indicator_id': 'foster_households',
    'title': 'Fostering households',
    'definition': 'Mainstream households approved to foster at the month end.',
    'unit': 'count',
    'polarity': 'high',
    'period_rule': 'month_end',
    'record_kind': 'fostering household',
    'tables': ['lcs_foster_households'],
}) }}

select
    la_code,
    month_on,
    'all' as breakdown,
    household_id as subject_id,
    household_id as event_id,
    approved_on as event_on,
    1 as numerator
from {{ ref('foster_households_by_period') }}
where is_approved_at_period_end and is_mainstream
