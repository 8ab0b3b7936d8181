{{ config(meta={
    'indicator_id': 'looked_after_visits_in_time',
    'title': 'Visits to looked-after children in time',
    'definition': 'Of the placements of looked-after children open at the month end, those visited within the national minimum standard: within 7 days of the start, then every 6 weeks, after a year every 12.',
    'unit': 'percent',
    'polarity': 'high',
    'period_rule': 'month_end',
    'record_kind': 'several records',
    'tables': ['ssd_cla_visits', 'ssd_cla_placement', 'ssd_cla_episodes', 'ssd_legal_status', 'ssd_person'],
}) }}

select
    la_code,
    month_on,
    'all' as breakdown,
    child_id as subject_id,
    placement_id as event_id,
    started_on as event_on,
    cast(is_visited_in_time as int) as numerator
from {{ ref('placement_visits_by_period') }}
