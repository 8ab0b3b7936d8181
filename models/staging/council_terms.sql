with councils as (
    select distinct deliveries.la_code -- a council has a delivery now and one before
    from {{ ref('stg_deliveries') }} as deliveries
),

listed as (
    select
        councils.la_code,
        terms.academic_year,
        terms.term,
        terms.first_on,
        terms.last_on,
        terms.reported_month_on,
        row_number() over (
            partition by councils.la_code, terms.academic_year, terms.term
            order by terms.la_code is null
        ) as nth_choice
    from councils
    inner join {{ ref('school_terms') }} as terms
        on terms.la_code is null or councils.la_code = terms.la_code
)

select
    listed.la_code,
    listed.academic_year,
    listed.term,
    listed.first_on,
    listed.last_on,
    listed.reported_month_on
from listed
where listed.nth_choice = 1
