{{ config(meta={
    'indicator_id': 'persistent_absence',
    'title': 'Persistently absent',
    'definition': 'Of the children looked after without a gap for 12 months at the end of the term with sessions to attend, those who missed one in ten or more.',
    'unit': 'percent',
    'polarity': 'low',
    'period_rule': 'term',
    'record_kind': 'education term',
    'tables': ['epep_terms', 'ssd_cla_episodes', 'ssd_legal_status', 'ssd_person'],
}) }}

select
    la_code,
    month_on,
    'all' as breakdown,
    child_id as subject_id,
    record_id as event_id,
    last_on as event_on,
    cast(is_persistently_absent as int) as numerator
from {{ ref('education_terms_by_period') }}
where is_attendance_counted
