with newest as (
    select * from {{ ref('stg_deliveries') }} as deliveries
    where deliveries.is_newest
),

-- The lead worker of the day comes before those who stopped, and of these the one who stopped last.
involved as (
    select
        involvements.*,
        newest.as_known_on,
        row_number() over (
            partition by involvements.la_code, involvements.child_id
            order by
                case when involvements.ended_on <= newest.as_known_on then involvements.ended_on end desc nulls first,
                involvements.started_on desc,
                involvements.involvement_id desc
        ) as nth_choice
    from {{ ref('involvements') }} as involvements
    inner join newest
        on
            involvements.la_code = newest.la_code
            and involvements.started_on <= newest.as_known_on
),

last_involved as (
    select
        involved.la_code,
        involved.child_id,
        involved.professional_id,
        involved.as_known_on,
        involved.ended_on is null or involved.ended_on > involved.as_known_on as is_lead_today
    from involved
    where involved.nth_choice = 1
)

select
    last_involved.la_code,
    last_involved.child_id,
    last_involved.professional_id,
    last_involved.is_lead_today,
    max_by(posts.team_group, posts.started_on) as team_group
from last_involved
left join {{ ref('posts') }} as posts
    on
        last_involved.la_code = posts.la_code
        and last_involved.professional_id = posts.professional_id
        and posts.is_case_holder
        and last_involved.as_known_on >= posts.started_on
        and (posts.ended_on is null or last_involved.as_known_on < posts.ended_on)
group by all
