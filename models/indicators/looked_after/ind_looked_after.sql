{{ config(meta={
    'indicator_id': 'looked_after',
    'title': 'Looked-after children',
    'definition': 'Children looked after at the month end, short breaks (V3, V4) and persons of 18 left out, and their rate per 10,000 children aged 0 to 17.',
    'unit': 'rate_per_10k',
    'polarity': 'low',
    'period_rule': 'month_end',
    'record_kind': 'period of care',
    'tables': ['ssd_cla_episodes', 'ssd_legal_status', 'ssd_person'],
}) }}

select
    la_code,
    month_on,
    'all' as breakdown,
    child_id as subject_id,
    period_of_care_id as event_id,
    started_on as event_on,
    1 as numerator
from {{ ref('periods_of_care_by_period') }}
where is_open_at_period_end and not is_short_break
