-- Plans of children in need who are not also on a protection plan, looked after or care leavers: by day 45 of the case.
with open_cases as (
    select
        referrals.la_code,
        referrals.child_id,
        referrals.referral_id,
        referrals.referred_on,
        deliveries.as_known_on,
        row_number() over (
            partition by referrals.la_code, referrals.child_id
            order by referrals.referred_on, referrals.referral_id
        ) as nth_case
    from {{ ref('referrals') }} as referrals
    inner join {{ ref('stg_deliveries') }} as deliveries
        on referrals.la_code = deliveries.la_code and deliveries.is_newest
    where
        not referrals.is_no_further_action
        and referrals.referred_on <= deliveries.as_known_on
        and (referrals.closed_on is null or referrals.closed_on > deliveries.as_known_on)
),

in_need_only as (
    select open_cases.*
    from open_cases
    left join {{ ref('looked_after_now') }} as looked_after
        on open_cases.la_code = looked_after.la_code and open_cases.child_id = looked_after.child_id
    left join {{ ref('care_leavers_now') }} as care_leavers
        on
            open_cases.la_code = care_leavers.la_code
            and open_cases.child_id = care_leavers.child_id
            and care_leavers.is_care_leaver
    left join {{ ref('cp_plans') }} as plans
        on
            open_cases.la_code = plans.la_code
            and open_cases.child_id = plans.child_id
            and open_cases.as_known_on >= plans.started_on
            and (plans.ended_on is null or open_cases.as_known_on < plans.ended_on)
    where
        open_cases.nth_case = 1
        and looked_after.child_id is null
        and care_leavers.child_id is null
        and plans.child_id is null
)

select
    in_need_only.la_code,
    'child_in_need_plan' as duty,
    in_need_only.child_id,
    in_need_only.referral_id as event_id,
    greatest(in_need_only.referred_on + 44, max(documents.review_due_on)) as in_time_until_on
from in_need_only
left join {{ ref('plan_documents') }} as documents
    on
        in_need_only.la_code = documents.la_code
        and in_need_only.child_id = documents.child_id
        and in_need_only.as_known_on >= documents.authorised_on
        and documents.plan_type = 'CIN'
group by in_need_only.la_code, in_need_only.child_id, in_need_only.referral_id, in_need_only.referred_on
