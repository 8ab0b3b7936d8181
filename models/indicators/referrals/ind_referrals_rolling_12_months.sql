{{ config(meta={
    'indicator_id': 'referrals_rolling_12_months',
    'title': 'Referrals in twelve months',
    'definition': 'Referrals in the twelve months to the month end, and their rate per 10,000 children aged 0 to 17.',
    'unit': 'rate_per_10k',
    'polarity': 'info',
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
    1 as numerator
from {{ ref('referrals_by_period') }}
