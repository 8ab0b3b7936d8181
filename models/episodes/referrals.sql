with known_referrals as (
    {{ known_rows('stg_referrals') }}
),

known_forms as (
    {{ known_rows('stg_referral_forms') }}
),

assessed as (
    select distinct -- a referral can lead to several assessments
        assessments.la_code,
        assessments.referral_id
    from {{ ref('assessments') }} as assessments
),

in_order as (
    select
        known_referrals.la_code,
        known_referrals.referral_id,
        known_referrals.child_id,
        known_referrals.referred_on,
        {{ until_death('known_referrals.referred_on', 'known_referrals.closed_on') }} as closed_on,
        coalesce(known_referrals.is_no_further_action, false) as is_no_further_action,
        lag(known_referrals.referred_on) over (
            partition by known_referrals.la_code, known_referrals.child_id
            order by known_referrals.referred_on, known_referrals.referral_id
        ) as previous_referred_on
    from known_referrals
    left join {{ ref('children') }} as children
        on known_referrals.la_code = children.la_code and known_referrals.child_id = children.child_id
    where known_referrals.referred_on is not null
)

select
    in_order.*,
    known_forms.referral_reason,
    coalesce(known_forms.referral_reason in ('CSE_VICTIM', 'CSE_PERPETRATOR'), false) as is_sexual_exploitation,
    assessed.referral_id is not null as is_assessed,
    coalesce({{ add_months('in_order.previous_referred_on', 12) }} >= in_order.referred_on, false) as is_rereferral
from in_order
left join known_forms
    on in_order.la_code = known_forms.la_code and in_order.referral_id = known_forms.referral_id
left join assessed
    on in_order.la_code = assessed.la_code and in_order.referral_id = assessed.referral_id
