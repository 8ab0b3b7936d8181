{{ config(meta={
    'indicator_id': 'referrals',
    'title': 'Referrals',
    'definition': 'Referrals by their date; one per child.',
    'unit': 'count',
    'polarity': 'info',
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
    1 as numerator
from {{ ref('referrals_by_period') }}
