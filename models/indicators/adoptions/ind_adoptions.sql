{{ config(meta={
    'indicator_id': 'adoptions',
    'title': 'Adoptions',
    'definition': 'Adoption orders of the month, as the adoption tracker has them.',
    'unit': 'count',
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
    1 as numerator
from {{ ref('adoptions_by_period') }}
