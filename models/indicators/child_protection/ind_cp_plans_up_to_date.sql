{{ config(meta={
    'indicator_id': 'cp_plans_up_to_date',
    'title': 'Child protection plans up to date',
    'definition': 'Of the plans open at the month end, for 15 working days or more, those with an authorised plan document whose review is not past due.',
    'unit': 'percent',
    'polarity': 'high',
    'period_rule': 'month_end',
    'record_kind': 'plan',
    'tables': ['lcs_plan_documents', 'ssd_cp_plans'],
}) }}

select
    la_code,
    month_on,
    'all' as breakdown,
    child_id as subject_id,
    plan_id as event_id,
    started_on as event_on,
    cast(is_document_up_to_date as int) as numerator
from {{ ref('open_cp_plans_by_period') }}
where is_document_due
