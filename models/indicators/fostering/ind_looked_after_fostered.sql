{{ config(meta={
    'indicator_id': 'looked_after_fostered',
    'title': 'Looked-after children in a foster placement',
    'definition': 'Of the children looked after at the month end, those with foster carers who are not relatives or friends.',
    'unit': 'percent',
    'polarity': 'high',
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
    cast(setting = 'fostering' as int) as numerator
from {{ ref('current_placements_by_period') }}
