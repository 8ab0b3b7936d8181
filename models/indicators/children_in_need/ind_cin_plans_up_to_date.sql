{{ config(meta={
    'indicator_id': 'cin_plans_up_to_date',
    'title': 'Children in need with an up-to-date plan',
    'definition': 'Of the open children in need cases of at least 45 days, those with a plan whose review is not overdue.',
    'unit': 'percent',
    'polarity': 'high',
    'period_rule': 'month_end',
    'record_kind': 'several records',
    'tables': ['ssd_cin_episodes', 'ssd_cp_plans', 'ssd_cla_episodes', 'ssd_legal_status', 'ssd_person', 'lcs_care_leaver_history', 'lcs_plan_documents'],
}) }}

select
    la_code,
    month_on,
    'all' as breakdown,
    child_id as subject_id,
    referral_id as event_id,
    referred_on as event_on,
    cast(has_plan_up_to_date as int) as numerator
from {{ ref('children_in_need_by_period') }}
where is_in_need_only and is_open_45_days
