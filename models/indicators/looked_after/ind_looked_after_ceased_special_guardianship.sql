{{ config(meta={
    'indicator_id': 'looked_after_ceased_special_guardianship',
    'title': 'Ceased to be looked after by special guardianship',
    'definition': 'Of the periods of care ended in the month, those ended by a special guardianship order.',
    'unit': 'percent',
    'polarity': 'high',
    'period_rule': 'in_month',
    'record_kind': 'period of care',
    'tables': ['ssd_cla_episodes', 'ssd_legal_status', 'ssd_person'],
}) }}

select
    la_code,
    month_on,
    'all' as breakdown,
    child_id as subject_id,
    period_of_care_id as event_id,
    looked_after_until_on as event_on,
    cast(is_ended_by_special_guardianship as int) as numerator
from {{ ref('periods_of_care_by_period') }}
where is_ceased_in_period and not is_short_break
