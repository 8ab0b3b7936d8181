with councils as (
    select distinct deliveries.la_code -- a council has a delivery now and one before
    from {{ ref('stg_deliveries') }} as deliveries
),

listed as (
    select
        councils.la_code,
        codes.field,
        codes.code,
        codes.reported_as,
        row_number() over (
            partition by councils.la_code, codes.field, codes.code
            order by codes.la_code is null
        ) as nth_choice
    from councils
    inner join {{ ref('codes') }} as codes
        on codes.la_code is null or councils.la_code = codes.la_code
)

select
    listed.la_code,
    listed.field,
    listed.code,
    listed.reported_as
from listed
where listed.nth_choice = 1
