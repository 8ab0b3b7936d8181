with in_months as (
    select
        statuses.*,
        months.month_on,
        -- Of several rows on the day the one that began last is the truest; joins in the source multiply rows.
        row_number() over (
            partition by statuses.la_code, months.month_on, statuses.child_id
            order by statuses.started_on desc, statuses.status_id desc
        ) as nth_from_last
    from {{ ref('care_leaver_statuses') }} as statuses
    inner join {{ ref('reporting_months') }} as months
        on
            statuses.started_on <= months.month_on
            and (statuses.last_day_on is null or statuses.last_day_on >= months.month_on)
),

pathway_plans as (
    select
        in_months.la_code,
        in_months.month_on,
        in_months.child_id,
        max(documents.review_due_on) as up_to_date_until_on
    from in_months
    inner join {{ ref('plan_documents') }} as documents
        on
            in_months.la_code = documents.la_code
            and in_months.child_id = documents.child_id
            and documents.plan_type = 'PATHWAY'
            and in_months.month_on >= documents.authorised_on
    where in_months.nth_from_last = 1
    group by in_months.la_code, in_months.month_on, in_months.child_id
)

select
    in_months.la_code,
    in_months.month_on,
    in_months.child_id,
    in_months.status_id,
    in_months.started_on,
    coalesce(in_months.status_group = 'left_care', false)
    and looked_after.child_id is null
    and coalesce({{ birthday('children.born_on', 26) }} > in_months.month_on, true) as is_care_leaver,
    coalesce(in_months.status_group = 'still_looked_after', false)
    and looked_after.child_id is not null as is_eligible_looked_after,
    in_months.is_suitable_accommodation,
    in_months.is_in_education_employment_training,
    pathway_plans.child_id is not null as has_pathway_plan,
    coalesce(pathway_plans.up_to_date_until_on >= in_months.month_on, false) as has_up_to_date_pathway_plan
from in_months
left join {{ ref('children') }} as children
    on in_months.la_code = children.la_code and in_months.child_id = children.child_id
left join {{ ref('looked_after_children_by_period') }} as looked_after
    on
        in_months.la_code = looked_after.la_code
        and in_months.month_on = looked_after.month_on
        and in_months.child_id = looked_after.child_id
left join pathway_plans
    on
        in_months.la_code = pathway_plans.la_code
        and in_months.month_on = pathway_plans.month_on
        and in_months.child_id = pathway_plans.child_id
where in_months.nth_from_last = 1
