{{ config(meta={
    'indicator_id': 'rereferrals',
    'title': 'Re-referrals',
    'definition': 'Of the referrals of the month, those of a child referred in the twelve months before.',
    'unit': 'percent',
    'polarity': 'low',
    'period_rule': 'in_month',
    'record_kind': 'referral',
    'tables': ['ssd_cin_episodes'],
}) }}

select
    la_code,
    month_on,
    'all' as breakdown,
    child_id as subject_id,
    referral_id as event_id,
    referred_on as event_on,
    cast(is_rereferral as int) as numerator
from {{ ref('referrals_by_period') }}
