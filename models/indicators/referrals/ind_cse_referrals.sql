{{ config(meta={
    'indicator_id': 'cse_referrals',
    'title': 'Referrals for child sexual exploitation',
    'definition': 'Referrals of the month with child sexual exploitation as their reason, of victims and perpetrators.',
    'unit': 'count',
    'polarity': 'info',
    'period_rule': 'in_month',
    'record_kind': 'referral',
    'tables': ['ssd_cin_episodes', 'lcs_referral_details'],
}) }}

select
    la_code,
    month_on,
    'all' as breakdown,
    child_id as subject_id,
    referral_id as event_id,
    referred_on as event_on,
    1 as numerator
from {{ ref('referrals_by_period') }}
where is_sexual_exploitation
