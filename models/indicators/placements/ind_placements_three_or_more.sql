{{ config(meta={
    'indicator_id': 'placements_three_or_more',
    'title': 'Three or more placements in twelve months',
    'definition': 'Of the children looked after at the month end, those who lived in three or more placements in the twelve months to it; temporary moves, moves together with the carers and placements of less than a day are no placement more.',
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
    cast(placements_in_12_months >= 3 as int) as numerator
from {{ ref('current_placements_by_period') }}
