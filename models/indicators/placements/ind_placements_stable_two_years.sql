{{ config(meta={
    'indicator_id': 'placements_stable_two_years',
    'title': 'Long-term placements stable for two years',
    'definition': 'Of the children under 16 looked after for at least two and a half years at the month end, those with the same carers for at least two years, or placed for adoption and with the carers before and the adopters together for two years.',
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
    cast(is_stable_2_years as int) as numerator
from {{ ref('current_placements_by_period') }}
where is_long_term
