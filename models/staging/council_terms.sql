with listed as (
    {{ rows_by_council('school_terms', ['academic_year', 'term']) }}
)

select
    listed.of_la_code as la_code,
    listed.academic_year,
    listed.term,
    listed.first_on,
    listed.last_on,
    listed.reported_month_on,
    coalesce(listed.is_assumed, false) as is_assumed
from listed
where listed.nth_choice = 1
