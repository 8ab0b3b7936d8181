-- If this fails, a code is reported under a category that the report does not print, or the other way round.
with reported as (
    select distinct 'contact_source' as breakdown_set, reported_as as breakdown
    from {{ ref('codes') }} where field = 'cont_contact_source_code'
    union
    select distinct 'contact_need', reported_as from {{ ref('codes') }} where field = 'need_identified'
    union
    select distinct 's47_outcome', reported_as from {{ ref('codes') }} where field = 'concerns_outcome'
    union
    select 's47_outcome', 'not_recorded'
    union
    select 'all', 'all'
)

select
    reported.breakdown as not_printed,
    breakdowns.breakdown as not_coded
from reported
full outer join {{ ref('breakdowns') }} as breakdowns
    on reported.breakdown_set = breakdowns.breakdown_set and reported.breakdown = breakdowns.breakdown
where reported.breakdown is null or breakdowns.breakdown is null
