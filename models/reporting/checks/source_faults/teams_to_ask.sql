{{ config(materialized='ephemeral') }}

with posts_held as (
    select
        lead_workers.la_code,
        lead_workers.child_id,
        lead_workers.professional_id,
        posts.team_name,
        row_number() over (
            partition by lead_workers.la_code, lead_workers.child_id
            order by
                case when posts.ended_on <= newest.as_known_on then posts.ended_on end desc nulls first,
                posts.started_on desc,
                posts.post_id desc
        ) as nth_choice
    from {{ ref('lead_workers') }} as lead_workers
    inner join {{ ref('stg_deliveries') }} as newest
        on lead_workers.la_code = newest.la_code and newest.is_newest
    inner join {{ ref('posts') }} as posts
        on
            lead_workers.la_code = posts.la_code
            and lead_workers.professional_id = posts.professional_id
            and posts.is_case_holder
            and newest.as_known_on >= posts.started_on
)

select
    posts_held.la_code,
    posts_held.child_id,
    posts_held.professional_id,
    coalesce(posts_held.team_name, 'team not in the list') as team
from posts_held
where posts_held.nth_choice = 1
