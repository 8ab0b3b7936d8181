{{ config(meta={
    'indicator_id': 'care_leavers_suitable_accommodation',
    'title': 'Care leavers in suitable accommodation',
    'definition': 'Of the care leavers, those known to live neither in custody nor in bed and breakfast.',
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
    cast(is_suitable_accommodation as int) as numerator
from {{ ref('care_leavers_by_period') }}
where is_care_leaver
