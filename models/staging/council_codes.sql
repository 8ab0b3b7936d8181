with listed as (
    {{ rows_by_council('codes', ['field', 'code']) }}
)

select
    listed.of_la_code as la_code,
    listed.field,
    listed.code,
    listed.reported_as,
    listed.valid_from,
    listed.valid_to
from listed
where listed.nth_choice = 1
