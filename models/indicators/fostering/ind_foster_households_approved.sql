{{ config(meta={
    'indicator_id': 'foster_households_approved',
    'title': 'Fostering households approved',
    'definition': 'Households approved to foster in the month, those for a relative or friend included.',
    'unit': 'count',
    'polarity': 'high',
    'period_rule': 'in_month',
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
where is_approved_in_period
