-- If this fails, a rate could be taken on two populations.
select count(*) as pairs
from {{ ref('child_populations') }} as earlier
inner join {{ ref('child_populations') }} as later
    on
        earlier.la_code = later.la_code
        and earlier.valid_from < later.valid_from
        and coalesce(earlier.valid_to, cast('9999-12-31' as date)) >= later.valid_from
having count(*) > 0
