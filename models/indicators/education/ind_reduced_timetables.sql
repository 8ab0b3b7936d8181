{{ config(meta={
    'indicator_id': 'reduced_timetables',
    'title': 'On a reduced timetable',
    'definition': 'Of the children in care on a day of the term, aged 2 to 17 at its end, those on a reduced timetable.',
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
    cast(is_on_reduced_timetable as int) as numerator
from {{ ref('education_terms_by_period') }}
