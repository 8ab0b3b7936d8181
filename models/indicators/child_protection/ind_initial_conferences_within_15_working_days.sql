{{ config(meta={
    'indicator_id': 'initial_conferences_within_15_working_days',
    'title': 'Initial conferences within 15 working days of the enquiry',
    'definition': 'Of the children of initial conferences held, those whose conference was within 15 working days of the strategy discussion; for transfers in, by the target date.',
    'unit': 'percent',
    'polarity': 'high',
    'period_rule': 'in_month',
    'record_kind': 'conference',
    'tables': ['ssd_initial_cp_conference', 'ssd_s47_enquiry'],
}) }}

select
    la_code,
    month_on,
    'all' as breakdown,
    child_id as subject_id,
    conference_id as event_id,
    held_on as event_on,
    cast(is_within_15_working_days as int) as numerator
from {{ ref('initial_conferences_by_period') }}
