-- If this fails, a council has the same comparator twice on one day, and it would count twice in the average.
select
    earlier.la_code,
    earlier.comparator_la_code,
    earlier.valid_from
from {{ ref('comparators') }} as earlier
inner join {{ ref('comparators') }} as later
    on
        earlier.la_code = later.la_code
        and earlier.comparator_la_code = later.comparator_la_code
        and earlier.valid_from < later.valid_from
        and coalesce(earlier.valid_to, cast('9999-12-31' as date)) >= later.valid_from
