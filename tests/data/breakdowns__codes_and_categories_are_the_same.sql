-- If this fails, a code is reported under a category that the report does not print, or the other way round.
with coded as (
    select distinct -- many codes are reported as one category
        case codes.field
            when 'cont_contact_source_code' then 'contact_source'
            when 'need_identified' then 'contact_need'
            when 'outcome' then 'assessment_outcome'
            when 'concerns_outcome' then 's47_outcome'
        end as breakdown_set,
        codes.reported_as as breakdown
    from {{ ref('codes') }} as codes
    where codes.field in ('cont_contact_source_code', 'need_identified', 'outcome', 'concerns_outcome')
),

of_codes as (
    select * from {{ ref('breakdowns') }} as breakdowns
    where breakdowns.breakdown_set in (select coded.breakdown_set from coded)
)

select
    coded.breakdown as not_printed,
    breakdowns.breakdown as not_coded
from coded
full outer join of_codes as breakdowns
    on coded.breakdown_set = breakdowns.breakdown_set and coded.breakdown = breakdowns.breakdown
where
    (coded.breakdown is null or breakdowns.breakdown is null)
    and coalesce(breakdowns.breakdown, '') not in ('not_recorded', 'unknown')
