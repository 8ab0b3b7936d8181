{{ config(meta={
    'indicator_id': 'referrals_to_assessment',
    'title': 'Referrals going on to assessment',
    'definition': 'Of the referrals of the month, those that an assessment names, whether or not it is finished.',
    'unit': 'percent',
    'polarity': 'high',
    'period_rule': 'in_month',
    'record_kind': 'referral',
    'tables': ['ssd_cin_episodes', 'ssd_cin_assessments'],
}) }}

select
    la_code,
    month_on,
    'all' as breakdown,
    child_id as subject_id,
    referral_id as event_id,
    referred_on as event_on,
    cast(is_assessed as int) as numerator
from {{ ref('referrals_by_period') }}
