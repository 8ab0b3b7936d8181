{{ config(meta={
    'indicator_id': 'update_assessments_open_late',
    'title': 'Update assessments open past 45 working days',
    'definition': 'Update assessments not authorised at the month end, more than 45 working days after the start of the update.',
    'unit': 'count',
    'polarity': 'low',
    'period_rule': 'month_end',
    'record_kind': 'assessment',
    'tables': ['ssd_cin_assessments', 'lcs_assessment_details'],
}) }}

select
    la_code,
    month_on,
    'all' as breakdown,
    child_id as subject_id,
    assessment_id as event_id,
    started_on as event_on,
    1 as numerator
from {{ ref('assessments_by_period') }}
where kind = 'update' and is_open_late_at_period_end
