{{ config(meta={
    'indicator_id': 'cse_cohort',
    'title': 'Child sexual exploitation cohort',
    'definition': 'Children in the child sexual exploitation cohort at the month end.',
    'unit': 'count',
    'polarity': 'info',
    'period_rule': 'month_end',
    'record_kind': 'cohort membership',
    'tables': ['lcs_cse_cohort'],
}) }}

select
    la_code,
    month_on,
    'all' as breakdown,
    child_id as subject_id,
    cohort_id as event_id,
    started_on as event_on,
    1 as numerator
from {{ ref('exploitation_cohort_by_period') }}
