-- If this fails, a child stands in two periods of care at once and would be admitted or leave twice.
{{ config(severity='warn') }}
select count(*) as overlaps
from {{ ref('periods_of_care') }} as one
inner join {{ ref('periods_of_care') }} as other
    on
        one.la_code = other.la_code
        and one.child_id = other.child_id
        and one.period_of_care_id <> other.period_of_care_id
        and one.started_on <= other.started_on
        and other.started_on < coalesce(one.ended_on, cast('9999-12-31' as date))
having count(*) > 0
