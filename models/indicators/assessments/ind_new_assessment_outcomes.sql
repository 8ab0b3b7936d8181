{{ config(meta={
    'indicator_id': 'new_assessment_outcomes',
    'title': 'Outcomes of new assessments',
    'definition': 'Of the new assessments completed, the share with each outcome. A second outcome that a rule of the council counts (seed assessment_counting_rules) stands under both, and counts once in the total.',
    'unit': 'percent',
    'polarity': 'info',
    'period_rule': 'in_month',
    'breakdown_set': 'assessment_outcome',
    'is_share_of_total': true,
    'is_weighted': true,
    'record_kind': 'assessment',
    'tables': ['ssd_cin_assessments', 'lcs_assessment_details'],
}) }}

select
    la_code,
    month_on,
    outcome as breakdown,
    child_id as subject_id,
    assessment_id as event_id,
    completed_on as event_on,
    1 as numerator,
    1 as weight
from {{ ref('assessments_by_period') }}
where kind = 'new' and is_completed_in_period
union all
select
    la_code,
    month_on,
    second_outcome as breakdown,
    child_id as subject_id,
    assessment_id as event_id,
    completed_on as event_on,
    1 as numerator,
    0 as weight
from {{ ref('assessments_by_period') }}
where kind = 'new' and is_completed_in_period and second_outcome is not null
