-- If this fails, a child has two plans open at once and counts twice among the open plans.
{{ config(severity='warn') }}
select count(*) as pairs
from {{ ref('cp_plans') }} as earlier
inner join {{ ref('cp_plans') }} as later
    on
        earlier.la_code = later.la_code
        and earlier.child_id = later.child_id
        and earlier.nth_plan < later.nth_plan
        and later.started_on < coalesce(earlier.ended_on, cast('9999-12-31' as date))
having count(*) > 0
