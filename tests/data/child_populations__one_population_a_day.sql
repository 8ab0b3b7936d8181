-- If this fails, a rate could be taken on two populations.
select count(*) as overlaps
from {{ ref('child_populations') }} as one
inner join {{ ref('child_populations') }} as other
    on
        one.la_code = other.la_code
        and one.valid_from < other.valid_from
        and coalesce(one.valid_to, cast('9999-12-31' as date)) >= other.valid_from
having count(*) > 0
