{{ config(meta={
    'indicator_id': 'looked_after_adopted',
    'title': 'Children adopted, of those who left care',
    'definition': 'Adoptions of the month in the tracker, over the children who ceased to be looked after in the month.',
    'unit': 'percent',
    'polarity': 'high',
    'period_rule': 'in_month',
    'is_weighted': true,
    'record_kind': 'several records',
    'tables': ['tracker_adoptions', 'ssd_cla_episodes', 'ssd_legal_status', 'ssd_person'],
}) }}

select
    la_code,
    month_on,
    'all' as breakdown,
    child_id as subject_id,
    'adoption ' || adoption_id as event_id,
    adopted_on as event_on,
    1 as numerator,
    0 as weight
from {{ ref('adoptions_by_period') }}
union all
select
    la_code,
    month_on,
    'all' as breakdown,
    child_id as subject_id,
    'period of care ' || period_of_care_id as event_id,
    looked_after_until_on as event_on,
    0 as numerator,
    1 as weight
from {{ ref('periods_of_care_by_period') }}
where is_ceased_in_period and not is_short_break
