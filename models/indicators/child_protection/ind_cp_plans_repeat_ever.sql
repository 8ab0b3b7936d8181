{{ config(meta={
    'indicator_id': 'cp_plans_repeat_ever',
    'title': 'Second or later plan ever',
    'definition': 'Of the plans started in twelve months, those of children who had a plan of this authority before, however long ago.',
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
    cast(is_repeat_ever as int) as numerator
from {{ ref('cp_plans_by_period') }}
where is_started_in_period
