{{ config(meta={
    'indicator_id': 'adoptions_within_12_months',
    'title': 'Adoptions within 12 months of the decision',
    'definition': 'Of the adoptions of the month, those with the order at most 12 months after the decision that the child should be placed for adoption.',
    'unit': 'percent',
    'polarity': 'high',
    'period_rule': 'in_month',
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
    cast(coalesce(is_within_12_months_of_decision, false) as int) as numerator
from {{ ref('adoptions_by_period') }}
