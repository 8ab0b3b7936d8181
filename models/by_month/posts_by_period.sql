with open_posts as (
    select
        posts.la_code,
        months.month_on,
        posts.post_id,
        posts.professional_id,
        posts.team_group,
        posts.is_key_safeguarding,
        posts.is_case_holder,
        posts.is_agency,
        posts.full_time_equivalent,
        posts.started_on
    from {{ ref('posts') }} as posts
    inner join {{ ref('reporting_months') }} as months
        on
            posts.started_on <= months.month_on
            and (posts.ended_on is null or posts.ended_on > months.month_on)
)

select
    open_posts.*,
    row_number() over (
        partition by open_posts.la_code, open_posts.month_on, open_posts.professional_id, open_posts.is_case_holder
        order by open_posts.started_on desc, open_posts.post_id desc
    ) = 1 and open_posts.is_case_holder as is_post_that_holds_the_cases,
    row_number() over (
        partition by open_posts.la_code, open_posts.month_on, open_posts.professional_id, open_posts.is_agency
        order by open_posts.started_on desc, open_posts.post_id desc
    ) = 1 as is_counted_head
from open_posts
