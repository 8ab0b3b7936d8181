{{ config(meta={
    'indicator_id': 'care_leavers',
    'title': 'Care leavers',
    'definition': 'Persons under 26 who left care as relevant, former relevant or qualifying young people and are not looked after at the month end.',
    'unit': 'count',
    'polarity': 'info',
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
    1 as numerator
from {{ ref('care_leavers_by_period') }}
where is_care_leaver
