-- If this fails, a child stands in two periods of care at once and would be admitted or leave twice.
select count(*) as pairs
from {{ ref('periods_of_care') }} as earlier
inner join {{ ref('periods_of_care') }} as later
    on
        earlier.la_code = later.la_code
        and earlier.child_id = later.child_id
        and earlier.period_of_care_id <> later.period_of_care_id
        and earlier.started_on <= later.started_on
        and later.started_on < coalesce(earlier.ended_on, cast('9999-12-31' as date))
        -- What ends before it begins has no day.
        and later.started_on < coalesce(later.ended_on, cast('9999-12-31' as date))
having count(*) > 0
