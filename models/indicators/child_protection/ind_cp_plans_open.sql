{{ config(meta={
    'indicator_id': 'cp_plans_open',
    'title': 'Children on a child protection plan',
    'definition': 'Plans of this authority open at the month end, and their rate per 10,000 children aged 0 to 17.',
    'unit': 'rate_per_10k',
    'polarity': 'low',
    'period_rule': 'month_end',
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
where is_open_at_period_end
