{{ config(materialized='ephemeral') }}

with newest as (
    select * from {{ ref('stg_deliveries') }} as deliveries
    where deliveries.is_newest
),

-- The lead worker of the day; after a case is closed, the last one it had.
last_involved as (
    select
        involvements.la_code,
        involvements.child_id,
        involvements.professional_id,
        newest.as_known_on
    from {{ ref('involvements') }} as involvements
    inner join newest
        on
            involvements.la_code = newest.la_code
            and involvements.started_on <= newest.as_known_on
    qualify row_number() over (
        partition by involvements.la_code, involvements.child_id
        order by
            case when involvements.ended_on <= newest.as_known_on then involvements.ended_on end desc nulls first,
            involvements.started_on desc,
            involvements.involvement_id desc
    ) = 1
)

select
    last_involved.la_code,
    last_involved.child_id,
    last_involved.professional_id,
    coalesce(posts.team_name, 'team not in the list') as team
from last_involved
inner join {{ ref('posts') }} as posts
    on
        last_involved.la_code = posts.la_code
        and last_involved.professional_id = posts.professional_id
        and posts.is_case_holder
        and last_involved.as_known_on >= posts.started_on
qualify row_number() over (
    partition by last_involved.la_code, last_involved.child_id
    order by
        case when posts.ended_on <= last_involved.as_known_on then posts.ended_on end desc nulls first,
        posts.started_on desc,
        posts.post_id desc
) = 1
