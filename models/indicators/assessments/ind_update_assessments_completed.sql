{{ config(meta={
    'indicator_id': 'update_assessments_completed',
    'title': 'Update assessments completed',
    'definition': 'Update assessments by the date they were authorised; one per child.',
    'unit': 'count',
    'polarity': 'info',
    'period_rule': 'in_month',
    'record_kind': 'assessment',
    'tables': ['ssd_cin_assessments', 'lcs_assessment_details'],
}) }}

select
    la_code,
    month_on,
    'all' as breakdown,
    child_id as subject_id,
    assessment_id as event_id,
    completed_on as event_on,
    1 as numerator
from {{ ref('assessments_by_period') }}
where kind = 'update' and is_completed_in_period
