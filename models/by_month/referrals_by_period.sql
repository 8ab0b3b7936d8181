select
    referrals.la_code,
    months.month_on,
    referrals.referral_id,
    referrals.child_id,
    referrals.referred_on,
    referrals.is_sexual_exploitation,
    referrals.is_assessed,
    referrals.is_rereferral
from {{ ref('referrals') }} as referrals
inner join {{ ref('reporting_months') }} as months
    on referrals.referred_on between months.first_day_on and months.month_on
