{{ config(meta={
    'indicator_id': 'looked_after_reviews_in_time',
    'title': 'Looked-after reviews in time',
    'definition': 'Of the reviews held in the month, short breaks left out, those in time: the first within 20 working days of becoming looked after, the second within 3 months of the first, later ones within 6 months of the one before.',
    'unit': 'percent',
    'polarity': 'high',
    'period_rule': 'in_month',
    'record_kind': 'looked-after review',
    'tables': ['ssd_cla_reviews', 'ssd_cla_episodes', 'ssd_legal_status', 'ssd_person'],
}) }}

select
    la_code,
    month_on,
    'all' as breakdown,
    child_id as subject_id,
    review_id as event_id,
    held_on as event_on,
    cast(is_in_time as int) as numerator
from {{ ref('care_reviews_by_period') }}
