{{ config(meta={
    'indicator_id': 'care_leavers_in_education_employment_training',
    'title': 'Care leavers in education, employment or training',
    'definition': 'Of the care leavers, those in education, employment or training, full or part time.',
    'unit': 'percent',
    'polarity': 'high',
    'period_rule': 'month_end',
    'record_kind': 'care leaver status',
    'tables': ['lcs_care_leaver_history', 'ssd_cla_episodes', 'ssd_legal_status', 'ssd_person'],
}) }}

select
    la_code,
    month_on,
    'all' as breakdown,
    child_id as subject_id,
    status_id as event_id,
    started_on as event_on,
    cast(is_in_education_employment_training as int) as numerator
from {{ ref('care_leavers_by_period') }}
where is_care_leaver
