-- If this fails, a contact would be counted under two rules.
select count(*) as pairs
from {{ ref('contact_counting_rules') }} as earlier
inner join {{ ref('contact_counting_rules') }} as later
    on
        earlier.la_code = later.la_code
        and earlier.valid_from < later.valid_from
        and coalesce(earlier.valid_to, cast('9999-12-31' as date)) >= later.valid_from
having count(*) > 0
