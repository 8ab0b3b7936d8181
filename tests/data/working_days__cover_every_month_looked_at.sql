-- If this fails, working days of the newest months are counted without their bank holidays: extend the seed.
select months.month_on
from {{ ref('reporting_months') }} as months
left join {{ ref('bank_holidays') }} as bank_holidays
    on extract(year from months.month_on) = extract(year from bank_holidays.holiday_on)
where bank_holidays.holiday_on is null
