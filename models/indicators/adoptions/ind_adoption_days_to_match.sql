{{ config(meta={
    'indicator_id': 'adoption_days_to_match',
    'title': 'Days from the placement order to the match',
    'definition': 'Average over the adoptions of the reporting year so far that had a placement order; matched before the order counts as no days.',
    'unit': 'average',
    'polarity': 'low',
    'period_rule': 'year_to_date',
    'record_kind': 'adoption',
    'tables': ['tracker_adoptions'],
}) }}

select
    la_code,
    month_on,
    'all' as breakdown,
    child_id as subject_id,
    adoption_id as event_id,
    adopted_on as event_on,
    days_from_order_to_match as numerator
from {{ ref('adoptions_by_period') }}
where has_match_dates
