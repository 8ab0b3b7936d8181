{{ config(meta={
    'indicator_id': 'cp_plans_open_two_years',
    'title': 'Open plans of two years or more',
    'definition': 'Of the plans open at the month end, those open for more than 729 days.',
    'unit': 'percent',
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
    cast(is_two_years_or_more as int) as numerator
from {{ ref('cp_plans_by_period') }}
where is_open_at_period_end
