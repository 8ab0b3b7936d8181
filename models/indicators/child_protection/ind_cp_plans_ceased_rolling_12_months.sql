{{ config(meta={
    'indicator_id': 'cp_plans_ceased_rolling_12_months',
    'title': 'Children ceasing to be subject to a plan in twelve months',
    'definition': 'Plans ended in the twelve months to the month end, and their rate per 10,000 children aged 0 to 17.',
    'unit': 'rate_per_10k',
    'polarity': 'high',
    'period_rule': 'rolling_12',
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
    1 as numerator
from {{ ref('cp_plans_by_period') }}
where is_ceased_in_period
