{{ config(meta={
    'indicator_id': 'update_assessments_within_45_working_days',
    'title': 'Update assessments completed within 45 working days',
    'definition': 'Of the update assessments completed, those authorised within 45 working days of the start of the update; the month as first published.',
    'unit': 'percent',
    'polarity': 'high',
    'period_rule': 'in_month',
    'shown_as': 'first_published',
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
    cast(is_within_45_working_days as int) as numerator
from {{ ref('assessments_by_period') }}
where kind = 'update' and is_completed_in_period
