{{ config(meta={
    'indicator_id': 'special_guardianship_started',
    'title': 'Special guardianship orders started',
    'definition': 'Legal statuses of special guardianship by start date, whether or not the child left care by it.',
    'unit': 'count',
    'polarity': 'high',
    'period_rule': 'in_month',
    'record_kind': 'legal status',
    'tables': ['ssd_legal_status'],
}) }}

select
    la_code,
    month_on,
    'all' as breakdown,
    child_id as subject_id,
    legal_status_id as event_id,
    started_on as event_on,
    1 as numerator
from {{ ref('special_guardianship_by_period') }}
