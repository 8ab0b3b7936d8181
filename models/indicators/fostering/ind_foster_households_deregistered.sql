{{ config(meta={
    'indicator_id': 'foster_households_deregistered',
    'title': 'Fostering households deregistered',
    'definition': 'Households whose approval to foster ended in the month, those for a relative or friend included.',
    'unit': 'count',
    'polarity': 'info',
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
    deregistered_on as event_on,
    1 as numerator
from {{ ref('foster_households_by_period') }}
where is_deregistered_in_period
