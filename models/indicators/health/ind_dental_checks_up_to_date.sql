{{ config(meta={
    'indicator_id': 'dental_checks_up_to_date',
    'title': 'Dental checks up to date',
    'definition': 'Of the children looked after at the month end for at least 20 working days, those whose last dental check lies at most 12 months back.',
    'unit': 'percent',
    'polarity': 'high',
    'period_rule': 'month_end',
    'record_kind': 'several records',
    'tables': ['ssd_cla_health', 'ssd_cla_episodes', 'ssd_legal_status', 'ssd_person'],
}) }}

select
    la_code,
    month_on,
    'all' as breakdown,
    child_id as subject_id,
    period_of_care_id as event_id,
    coalesce(last_dental_check_on, started_on) as event_on,
    cast(is_dental_check_up_to_date as int) as numerator
from {{ ref('looked_after_children_by_period') }}
where is_looked_after_20_working_days
