{{ config(meta={
    'indicator_id': 'cp_plans_repeat_within_24_months',
    'title': 'Second or later plan within 24 months',
    'definition': 'Of the plans started in twelve months, those of children whose earlier plan ended in the 24 months before.',
    'unit': 'percent',
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
    cast(is_repeat_within_24_months as int) as numerator
from {{ ref('cp_plans_by_period') }}
where is_started_in_period
