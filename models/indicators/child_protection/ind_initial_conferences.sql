{{ config(meta={
    'indicator_id': 'initial_conferences',
    'title': 'Children subject to an initial child protection conference',
    'definition': 'Children of each initial conference by the date it was held, transfers in included.',
    'unit': 'count',
    'polarity': 'info',
    'period_rule': 'in_month',
    'record_kind': 'conference',
    'tables': ['ssd_initial_cp_conference'],
}) }}

select
    la_code,
    month_on,
    'all' as breakdown,
    child_id as subject_id,
    conference_id as event_id,
    held_on as event_on,
    1 as numerator
from {{ ref('initial_conferences_by_period') }}
