with looked_after as (
    select
        periods.la_code,
        periods.month_on,
        periods.child_id,
        periods.period_of_care_id,
        periods.started_on,
        spans.started_on as looked_after_since_on,
        -- The calendar of working days has a first year; who came before it has been looked after for long enough.
        coalesce(month_end.working_days_to_date - first_day.working_days_to_date >= 20, true)
            as is_looked_after_20_working_days,
        case when {{ birthday('children.born_on', 5) }} > periods.month_on then 6 else 12 end
            as months_between_health_assessments
    from {{ ref('periods_of_care_by_period') }} as periods
    left join {{ ref('children') }} as children
        on periods.la_code = children.la_code and periods.child_id = children.child_id
    inner join {{ ref('looked_after_spans') }} as spans
        on
            periods.la_code = spans.la_code
            and periods.child_id = spans.child_id
            and periods.month_on >= spans.started_on
            and (spans.ended_on is null or periods.month_on < spans.ended_on)
    left join {{ ref('working_days') }} as first_day
        on spans.started_on = first_day.day_on
    left join {{ ref('working_days') }} as month_end
        on periods.month_on = month_end.day_on
    where periods.is_open_at_period_end and not periods.is_short_break
),

last_checks as (
    select
        looked_after.la_code,
        looked_after.month_on,
        looked_after.child_id,
        max(case when checks.is_health_assessment then checks.checked_on end) as last_health_assessment_on,
        max(case when checks.is_dental_check then checks.checked_on end) as last_dental_check_on
    from looked_after
    inner join {{ ref('health_checks') }} as checks
        on
            looked_after.la_code = checks.la_code
            and looked_after.child_id = checks.child_id
            and looked_after.month_on >= checks.checked_on
    group by looked_after.la_code, looked_after.month_on, looked_after.child_id
),

with_plan as (
    select distinct -- a plan can be written anew before the last one is due
        looked_after.la_code,
        looked_after.month_on,
        looked_after.child_id
    from looked_after
    inner join {{ ref('plan_documents') }} as plans
        on
            looked_after.la_code = plans.la_code
            and looked_after.child_id = plans.child_id
            and looked_after.month_on between plans.authorised_on and plans.review_due_on
    where plans.plan_type = 'LAC'
)

select
    looked_after.la_code,
    looked_after.month_on,
    looked_after.child_id,
    looked_after.period_of_care_id,
    looked_after.started_on,
    looked_after.looked_after_since_on,
    with_plan.child_id is not null as is_plan_up_to_date,
    looked_after.is_looked_after_20_working_days,
    last_checks.last_health_assessment_on,
    last_checks.last_dental_check_on,
    coalesce(
        {{ add_months('last_checks.last_health_assessment_on', 'looked_after.months_between_health_assessments') }}
        >= looked_after.month_on,
        false
    ) as is_health_assessment_up_to_date,
    coalesce(
        {{ add_months('last_checks.last_dental_check_on', 12) }} >= looked_after.month_on,
        false
    ) as is_dental_check_up_to_date
from looked_after
left join last_checks
    on
        looked_after.la_code = last_checks.la_code
        and looked_after.month_on = last_checks.month_on
        and looked_after.child_id = last_checks.child_id
left join with_plan
    on
        looked_after.la_code = with_plan.la_code
        and looked_after.month_on = with_plan.month_on
        and looked_after.child_id = with_plan.child_id
