{{ config(meta={
    'indicator_id': 'rereferrals_rolling_12_months',
    'title': 'Re-referrals in twelve months',
    'definition': 'Of the referrals in the twelve months to the month end, those of a child referred in the twelve months before.',
    'unit': 'percent',
    'polarity': 'low',
    'period_rule': 'rolling_12',
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
