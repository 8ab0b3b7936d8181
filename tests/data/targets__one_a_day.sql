-- If this fails, two targets of a row hold on the same day and nobody can say which one counts.
select
    earlier.la_code,
    earlier.row_no,
    earlier.valid_from
from {{ ref('targets') }} as earlier
inner join {{ ref('targets') }} as later
    on
        earlier.la_code = later.la_code
        and earlier.row_no = later.row_no
        and earlier.valid_from < later.valid_from
        and coalesce(earlier.valid_to, cast('9999-12-31' as date)) >= later.valid_from
