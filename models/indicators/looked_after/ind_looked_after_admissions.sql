{{ config(meta={
    'indicator_id': 'looked_after_admissions',
    'title': 'Admissions to care',
    'definition': 'Periods of care started in the month, short breaks left out.',
    'unit': 'count',
    'polarity': 'info',
    'period_rule': 'in_month',
    'record_kind': 'period of care',
    'tables': ['ssd_cla_episodes', 'ssd_legal_status', 'ssd_person'],
}) }}

select
    la_code,
    month_on,
    'all' as breakdown,
    child_id as subject_id,
    period_of_care_id as event_id,
    started_on as event_on,
    1 as numerator
from {{ ref('periods_of_care_by_period') }}
where is_admitted_in_period
