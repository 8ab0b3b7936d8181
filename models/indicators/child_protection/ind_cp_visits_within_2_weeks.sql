{{ config(meta={
    'indicator_id': 'cp_visits_within_2_weeks',
    'title': 'Children on a plan visited within 2 weeks',
    'definition': 'Of the children on a plan at the month end, for a week or more, those seen on a visit in the 14 days up to and including the month end.',
    'unit': 'percent',
    'polarity': 'high',
    'period_rule': 'month_end',
    'record_kind': 'plan',
    'tables': ['ssd_cp_visits', 'ssd_cp_plans'],
}) }}

select
    la_code,
    month_on,
    'all' as breakdown,
    child_id as subject_id,
    plan_id as event_id,
    started_on as event_on,
    cast(is_visited_within_2_weeks as int) as numerator
from {{ ref('open_cp_plans_by_period') }}
where is_visit_due
