with open_cases as (
    select
        referrals.la_code,
        months.month_on,
        referrals.child_id,
        referrals.referral_id,
        referrals.referred_on,
        -- The case open for longest stands for the child.
        row_number() over (
            partition by referrals.la_code, months.month_on, referrals.child_id
            order by referrals.referred_on, referrals.referral_id
        ) as nth_case
    from {{ ref('referrals') }} as referrals
    inner join {{ ref('reporting_months') }} as months
        on
            referrals.referred_on <= months.month_on
            and (referrals.closed_on is null or referrals.closed_on > months.month_on)
    where not referrals.is_no_further_action
),

on_plan as (
    select distinct -- a child can have two open plans
        plans.la_code,
        plans.month_on,
        plans.child_id
    from {{ ref('cp_plans_by_period') }} as plans
    where plans.is_open_at_period_end
),

planned as (
    select distinct -- a child can have two plans that are up to date
        open_cases.la_code,
        open_cases.month_on,
        open_cases.child_id
    from open_cases
    inner join {{ ref('plan_documents') }} as documents
        on
            open_cases.la_code = documents.la_code
            and open_cases.child_id = documents.child_id
            and documents.plan_type = 'CIN'
            and open_cases.month_on between documents.authorised_on and documents.review_due_on
)

select
    open_cases.la_code,
    open_cases.month_on,
    open_cases.child_id,
    open_cases.referral_id,
    open_cases.referred_on,
    on_plan.child_id is null and looked_after.child_id is null and care_leavers.child_id is null as is_in_need_only,
    open_cases.referred_on + 45 <= open_cases.month_on as is_open_45_days,
    planned.child_id is not null as has_plan_up_to_date
from open_cases
left join on_plan
    on
        open_cases.la_code = on_plan.la_code
        and open_cases.month_on = on_plan.month_on
        and open_cases.child_id = on_plan.child_id
left join {{ ref('looked_after_children_by_period') }} as looked_after
    on
        open_cases.la_code = looked_after.la_code
        and open_cases.month_on = looked_after.month_on
        and open_cases.child_id = looked_after.child_id
left join {{ ref('care_leavers_by_period') }} as care_leavers
    on
        open_cases.la_code = care_leavers.la_code
        and open_cases.month_on = care_leavers.month_on
        and open_cases.child_id = care_leavers.child_id
        and care_leavers.is_care_leaver
left join planned
    on
        open_cases.la_code = planned.la_code
        and open_cases.month_on = planned.month_on
        and open_cases.child_id = planned.child_id
where open_cases.nth_case = 1
