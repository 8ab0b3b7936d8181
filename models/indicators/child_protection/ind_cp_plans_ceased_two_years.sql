{{ config(meta={
    'indicator_id': 'cp_plans_ceased_two_years',
    'title': 'Ceased plans of two years or more',
    'definition': 'Of the plans ended in the month, those that had lasted more than 729 days.',
    'unit': 'percent',
    'polarity': 'low',
    'period_rule': 'in_month',
    'record_kind': 'plan',
    'tables': ['ssd_cp_plans'],
}) }}

select
    la_code,
    month_on,
    'all' as breakdown,
    child_id as subject_id,
    plan_id as event_id,
    ended_on as event_on,
    cast(is_two_years_or_more as int) as numerator
from {{ ref('cp_plans_by_period') }}
where is_ceased_in_period
