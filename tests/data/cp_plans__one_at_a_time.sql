-- If this fails, a child has two plans open at once and counts twice among the open plans.
{{ config(severity='warn') }}
select count(*) as overlaps
from {{ ref('cp_plans') }} as one
inner join {{ ref('cp_plans') }} as other
    on
        one.la_code = other.la_code
        and one.child_id = other.child_id
        and one.nth_plan < other.nth_plan
        and other.started_on < coalesce(one.ended_on, cast('9999-12-31' as date))
having count(*) > 0
