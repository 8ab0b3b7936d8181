-- If this fails, a contact would be counted under two rules.
select count(*) as overlaps
from {{ ref('contact_counting_rules') }} as one
inner join {{ ref('contact_counting_rules') }} as other
    on
        one.la_code = other.la_code
        and one.valid_from < other.valid_from
        and coalesce(one.valid_to, cast('9999-12-31' as date)) >= other.valid_from
having count(*) > 0
