{{ config(meta={
    'indicator_id': 'cin_open',
    'title': 'Open children in need cases',
    'definition': 'Children with an open case at the month end who are on no child protection plan, not looked after and no care leavers.',
    'unit': 'count',
    'polarity': 'info',
    'period_rule': 'month_end',
    'record_kind': 'several records',
    'tables': ['ssd_cin_episodes', 'ssd_cp_plans', 'ssd_cla_episodes', 'ssd_legal_status', 'ssd_person', 'lcs_care_leaver_history'],
}) }}

select
    la_code,
    month_on,
    'all' as breakdown,
    child_id as subject_id,
    referral_id as event_id,
    referred_on as event_on,
    1 as numerator
from {{ ref('children_in_need_by_period') }}
where is_in_need_only
