with in_months as (
    select
        assessments.la_code,
        months.month_on,
        assessments.assessment_id,
        assessments.child_id,
        assessments.referral_id,
        assessments.kind,
        assessments.started_on,
        assessments.completed_on,
        assessments.outcome,
        assessments.second_outcome,
        coalesce(assessments.started_on between months.first_day_on and months.month_on, false)
            as is_started_in_period,
        coalesce(assessments.completed_on between months.first_day_on and months.month_on, false)
            as is_completed_in_period,
        coalesce(assessments.working_days_to_complete <= 45, false) as is_within_45_working_days,
        {{ is_open_at_month_end('assessments.started_on', 'assessments.open_until_on') }} as is_open_at_period_end,
        last_day.working_days_to_date - clock_day.working_days_to_date as working_days_at_period_end,
        -- The calendar of working days has a first year; what began before it is late.
        coalesce(
            last_day.working_days_to_date - clock_day.working_days_to_date > 45,
            assessments.clock_starts_on < months.month_on
        ) as is_late_at_period_end
    from {{ ref('assessments') }} as assessments
    inner join {{ ref('reporting_months') }} as months
        on {{ belongs_to_month('assessments.started_on', 'assessments.completed_on') }}
    left join {{ ref('working_days') }} as clock_day
        on assessments.clock_starts_on = clock_day.day_on
    left join {{ ref('working_days') }} as last_day
        on months.month_on = last_day.day_on
)

select
    in_months.*,
    in_months.is_open_at_period_end and in_months.is_late_at_period_end as is_open_late_at_period_end
from in_months
