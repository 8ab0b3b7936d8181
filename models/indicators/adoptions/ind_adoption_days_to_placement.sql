{{ config(meta={
    'indicator_id': 'adoption_days_to_placement',
    'title': 'Days from entering care to the adoptive placement',
    'definition': 'Average over the adoptions of the reporting year so far. For carers who adopt, the clock stops when they began to foster the child.',
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
    days_from_care_to_placement as numerator
from {{ ref('adoptions_by_period') }}
where has_placement_dates
