{{ config(meta={
    'indicator_id': 'cp_reviews_in_time',
    'title': 'Child protection reviews in time',
    'definition': 'Of the reviews of plans held in the month, per child, those in time: the first within 3 months of the initial conference, later ones within 6 months of the one before.',
    'unit': 'percent',
    'polarity': 'high',
    'period_rule': 'in_month',
    'record_kind': 'plan review',
    'tables': ['ssd_cp_reviews', 'ssd_cp_plans', 'ssd_initial_cp_conference'],
}) }}

select
    la_code,
    month_on,
    'all' as breakdown,
    child_id as subject_id,
    review_id as event_id,
    held_on as event_on,
    cast(is_in_time as int) as numerator
from {{ ref('cp_reviews_by_period') }}
