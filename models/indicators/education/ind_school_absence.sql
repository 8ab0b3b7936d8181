{{ config(meta={
    'indicator_id': 'school_absence',
    'title': 'School sessions missed',
    'definition': 'Of the children looked after without a gap for 12 months at the end of the term, the share of possible school sessions (half days) that were missed.',
    'unit': 'percent',
    'polarity': 'low',
    'period_rule': 'term',
    'is_weighted': true,
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
    sessions_missed as numerator,
    sessions_possible as weight
from {{ ref('education_terms_by_period') }}
where is_attendance_counted
