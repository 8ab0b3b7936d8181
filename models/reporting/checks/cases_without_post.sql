{{ config(materialized='ephemeral') }}

-- Cases of today whose worker holds none of the posts delivered, now or before: two tables may write ids in two ways.
with holders as (
    select distinct
        posts.la_code,
        posts.professional_id
    from {{ ref('posts') }} as posts
    where posts.professional_id is not null
)

select
    leads.la_code,
    count(*) as cases,
    count(*) filter (where holders.professional_id is null) as cases_without_post
from {{ ref('lead_workers') }} as leads
left join holders
    on leads.la_code = holders.la_code and leads.professional_id = holders.professional_id
where
    leads.is_lead_today
    and leads.professional_id is not null
    and leads.la_code in (select posts_delivered.la_code from holders as posts_delivered)
group by leads.la_code
