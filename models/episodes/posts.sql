with known_posts as (
    {{ known_rows('stg_posts') }}
)

select
    known_posts.la_code,
    known_posts.post_id,
    known_posts.professional_id,
    known_posts.team_id,
    teams.team_name,
    coalesce(teams.team_group, 'other') as team_group,
    coalesce(teams.is_key_safeguarding, false) as is_key_safeguarding,
    known_posts.role = 'CASE_HOLDER' as is_case_holder,
    known_posts.employment = 'AGENCY' as is_agency,
    known_posts.full_time_equivalent,
    known_posts.started_on,
    known_posts.ended_on
from known_posts
left join {{ ref('team_groups') }} as teams
    on known_posts.la_code = teams.la_code and known_posts.team_id = teams.team_id
where known_posts.started_on is not null
