-- A year beyond the last whose bank holidays are known: deadlines of its last months lie there.
with bounds as (
    select
        cast(date_trunc('year', min(bank_holidays.holiday_on)) as date) as first_on,
        make_date(cast(extract(year from max(bank_holidays.holiday_on)) as int) + 1, 12, 31) as last_on
    from {{ ref('bank_holidays') }} as bank_holidays
),

days as (
    select {{ days_of_span('bounds.first_on', 'bounds.last_on') }} as day_on
    from bounds
),

marked as (
    select
        days.day_on,
        {{ day_of_week('days.day_on') }} <= 5 and bank_holidays.holiday_on is null as is_working_day
    from days
    left join {{ ref('bank_holidays') }} as bank_holidays
        on days.day_on = bank_holidays.holiday_on
)

select
    marked.day_on,
    marked.is_working_day,
    cast(sum(case when marked.is_working_day then 1 else 0 end) over (order by marked.day_on) as integer)
        as working_days_to_date
from marked
