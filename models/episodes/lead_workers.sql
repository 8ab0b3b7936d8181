with newest as (
    select * from {{ ref('stg_deliveries') }} as deliveries
    where deliveries.is_newest
),

involved as (
    select
        involvements.la_code,
        involvements.child_id,
        involvements.professional_id,
        newest.as_known_on
    from {{ ref('involvements') }} as involvements
    inner join newest
        on involvements.la_code = newest.la_code
    where
        involvements.started_on <= newest.as_known_on
        and (involvements.ended_on is null or involvements.ended_on > newest.as_known_on)
    qualify row_number() over (
        partition by involvements.la_code, involvements.child_id
        order by involvements.started_on desc, involvements.involvement_id desc
    ) = 1
)

select
    involved.la_code,
    involved.child_id,
    involved.professional_id,
    max_by(posts.team_group, posts.started_on) as team_group
from involved
left join {{ ref('posts') }} as posts
    on
        involved.la_code = posts.la_code
        and involved.professional_id = posts.professional_id
        and posts.is_case_holder
        and involved.as_known_on >= posts.started_on
        and (posts.ended_on is null or involved.as_known_on < posts.ended_on)
group by involved.la_code, involved.child_id, involved.professional_id
