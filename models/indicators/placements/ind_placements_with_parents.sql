{{ config(meta={
    'indicator_id': 'placements_with_parents',
    'title': 'Looked-after children placed with parents',
    'definition': 'Of the children looked after at the month end, those placed with parents or others with parental responsibility (P1).',
    'unit': 'percent',
    'polarity': 'low',
    'period_rule': 'month_end',
    'record_kind': 'placement',
    'tables': ['ssd_cla_placement', 'ssd_cla_episodes', 'ssd_legal_status', 'ssd_person'],
}) }}

select
    la_code,
    month_on,
    'all' as breakdown,
    child_id as subject_id,
    coalesce(placement_id, period_of_care_id) as event_id,
    coalesce(started_on, period_started_on) as event_on,
    cast(setting = 'parents' as int) as numerator
from {{ ref('current_placements_by_period') }}
