with open_involvements as (
    select
        months.month_on,
        involvements.*,
        row_number() over (
            partition by
                involvements.la_code, months.month_on, involvements.professional_id, involvements.child_id
            order by involvements.started_on desc, involvements.involvement_id desc
        ) as nth_with_worker
    from {{ ref('involvements') }} as involvements
    inner join {{ ref('reporting_months') }} as months
        on
            involvements.started_on <= months.month_on
            and (involvements.ended_on is null or involvements.ended_on > months.month_on)
),

cases as (
    select
        open_involvements.la_code,
        open_involvements.month_on,
        open_involvements.involvement_id,
        open_involvements.child_id,
        open_involvements.professional_id,
        posts.team_group,
        posts.is_key_safeguarding,
        posts.full_time_equivalent is not null as are_hours_known,
        open_involvements.started_on,
        count(*) over (
            partition by open_involvements.la_code, open_involvements.month_on, open_involvements.professional_id
        ) as cases_of_worker
    from open_involvements
    inner join {{ ref('posts_by_period') }} as posts
        on
            open_involvements.la_code = posts.la_code
            and open_involvements.month_on = posts.month_on
            and open_involvements.professional_id = posts.professional_id
            and posts.is_post_that_holds_the_cases
    where open_involvements.nth_with_worker = 1
)

-- Of workers with equally many cases one stands for all, so that the list behind the figure is one worker's.
select
    cases.*,
    cases.is_key_safeguarding and cases.professional_id = first_value(cases.professional_id) over (
        partition by cases.la_code, cases.month_on, cases.is_key_safeguarding
        order by cases.cases_of_worker desc, cases.professional_id asc
    ) as is_largest_caseload_in_safeguarding,
    cases.professional_id = first_value(cases.professional_id) over (
        partition by cases.la_code, cases.month_on, cases.team_group
        order by cases.cases_of_worker desc, cases.professional_id asc
    ) as is_largest_caseload_in_team_group
from cases
