with known_checks as (
    {{ known_rows('stg_health_checks') }}
),

done as (
    select
        known_checks.la_code,
        known_checks.health_check_id,
        known_checks.child_id,
        known_checks.checked_on,
        check_types.reported_as as check_group
    from known_checks
    left join {{ ref('council_codes') }} as check_types
        on
            known_checks.la_code = check_types.la_code
            and check_types.field = 'clah_health_check_type'
            and known_checks.check_type = check_types.code
    left join {{ ref('council_codes') }} as statuses
        on
            known_checks.la_code = statuses.la_code
            and statuses.field = 'clah_health_check_status'
            and known_checks.check_status = statuses.code
    left join {{ ref('children') }} as children
        on known_checks.la_code = children.la_code and known_checks.child_id = children.child_id
    where
        known_checks.checked_on is not null
        and {{ reported('statuses.reported_as', 'known_checks.check_status', "'done'") }} = 'done'
        and (children.turns_18_on is null or known_checks.checked_on < children.turns_18_on)
),

in_periods as (
    select
        done.*,
        periods.started_on as looked_after_from_on,
        row_number() over (
            partition by done.la_code, done.health_check_id
            order by periods.started_on desc nulls last, periods.period_of_care_id desc nulls last
        ) as nth_from_last_period
    from done
    left join {{ ref('periods_of_care') }} as periods
        on
            done.la_code = periods.la_code
            and done.child_id = periods.child_id
            and done.checked_on >= periods.started_on
)

select
    in_periods.la_code,
    in_periods.health_check_id,
    in_periods.child_id,
    in_periods.checked_on,
    coalesce(in_periods.check_group in ('initial_health_assessment', 'review_health_assessment'), false)
        as is_health_assessment,
    coalesce(in_periods.check_group = 'initial_health_assessment', false) as is_initial,
    coalesce(in_periods.check_group = 'dental_check', false) as is_dental_check,
    in_periods.looked_after_from_on,
    coalesce(checked_day.working_days_to_date - first_day.working_days_to_date <= 20, false)
        as is_within_20_working_days
from in_periods
left join {{ ref('working_days') }} as first_day
    on in_periods.looked_after_from_on = first_day.day_on
left join {{ ref('working_days') }} as checked_day
    on in_periods.checked_on = checked_day.day_on
where in_periods.nth_from_last_period = 1
