-- If this fails, working days are counted wrongly. Expected values by hand: Easter 2020 was 12 April, 25 December 2027
-- is a Saturday with its bank holidays on Monday and Tuesday, and 2028 is a year beyond the seed.
with cases (first_on, last_on, expected) as (
    values
    (date '2020-01-01', date '2020-01-02', 1), (date '2020-04-09', date '2020-04-10', 0),
    (date '2020-04-09', date '2020-04-13', 0), (date '2020-04-09', date '2020-04-14', 1),
    (date '2020-05-07', date '2020-05-11', 1), (date '2020-06-05', date '2020-06-08', 1),
    (date '2020-06-01', date '2020-06-30', 21), (date '2010-01-01', date '2010-01-04', 1),
    (date '2027-12-24', date '2027-12-31', 3), (date '2027-12-31', date '2028-01-31', 21)
)

select cases.*
from cases
left join {{ ref('working_days') }} as first_days
    on cases.first_on = first_days.day_on
left join {{ ref('working_days') }} as last_days
    on cases.last_on = last_days.day_on
where last_days.working_days_to_date - first_days.working_days_to_date is distinct from cases.expected
