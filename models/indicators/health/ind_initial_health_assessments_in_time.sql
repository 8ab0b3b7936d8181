{{ config(meta={
    'indicator_id': 'initial_health_assessments_in_time',
    'title': 'Initial health assessments in time',
    'definition': 'Of the initial health assessments done in the month, those within 20 working days of the start of the period of care.',
    'unit': 'percent',
    'polarity': 'high',
    'period_rule': 'in_month',
    'record_kind': 'health check',
    'tables': ['ssd_cla_health', 'ssd_cla_episodes'],
}) }}

select
    la_code,
    month_on,
    'all' as breakdown,
    child_id as subject_id,
    health_check_id as event_id,
    checked_on as event_on,
    cast(is_within_20_working_days as int) as numerator
from {{ ref('initial_health_assessments_by_period') }}
