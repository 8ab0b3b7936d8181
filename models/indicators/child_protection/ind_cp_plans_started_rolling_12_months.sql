{{ config(meta={
    'indicator_id': 'cp_plans_started_rolling_12_months',
    'title': 'Children becoming subject to a plan in twelve months',
    'definition': 'Plans started in the twelve months to the month end, and their rate per 10,000 children aged 0 to 17; a child who starts twice counts twice.',
    'unit': 'rate_per_10k',
    'polarity': 'low',
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
    started_on as event_on,
    1 as numerator
from {{ ref('cp_plans_by_period') }}
where is_started_in_period
