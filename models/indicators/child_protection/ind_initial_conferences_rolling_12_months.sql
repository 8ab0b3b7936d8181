{{ config(meta={
    'indicator_id': 'initial_conferences_rolling_12_months',
    'title': 'Children subject to an initial conference in twelve months',
    'definition': 'Children of initial conferences held in the twelve months to the month end, and their rate per 10,000 children aged 0 to 17.',
    'unit': 'rate_per_10k',
    'polarity': 'within_limits_low',
    'period_rule': 'rolling_12',
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
