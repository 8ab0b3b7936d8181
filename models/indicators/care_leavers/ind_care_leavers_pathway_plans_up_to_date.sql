{{ config(meta={
    'indicator_id': 'care_leavers_pathway_plans_up_to_date',
    'title': 'Pathway plans up to date',
    'definition': 'Of the care leavers and the eligible children still looked after, those with a pathway plan whose review was not overdue at the month end.',
    'unit': 'percent',
    'polarity': 'high',
    'period_rule': 'month_end',
    'record_kind': 'several records',
    'tables': ['lcs_care_leaver_history', 'lcs_plan_documents', 'ssd_cla_episodes', 'ssd_legal_status', 'ssd_person'],
}) }}

select
    la_code,
    month_on,
    'all' as breakdown,
    child_id as subject_id,
    status_id as event_id,
    started_on as event_on,
    cast(has_up_to_date_pathway_plan as int) as numerator
from {{ ref('care_leavers_by_period') }}
where is_care_leaver or is_eligible_looked_after
