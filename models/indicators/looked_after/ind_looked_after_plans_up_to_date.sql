{{ config(meta={
    'indicator_id': 'looked_after_plans_up_to_date',
    'title': 'Looked-after children with an up-to-date plan',
    'definition': 'Of the children looked after at the month end, those with a plan authorised by then whose review is not overdue.',
    'unit': 'percent',
    'polarity': 'high',
    'period_rule': 'month_end',
    'record_kind': 'several records',
    'tables': ['lcs_plan_documents', 'ssd_cla_episodes', 'ssd_legal_status', 'ssd_person'],
}) }}

select
    la_code,
    month_on,
    'all' as breakdown,
    child_id as subject_id,
    period_of_care_id as event_id,
    started_on as event_on,
    cast(is_plan_up_to_date as int) as numerator
from {{ ref('looked_after_children_by_period') }}
