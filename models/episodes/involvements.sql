with known_involvements as (
    {{ known_rows('stg_involvements') }}
)

select
    known_involvements.la_code,
    known_involvements.involvement_id,
    known_involvements.professional_id,
    known_involvements.child_id,
    known_involvements.started_on,
    {{ until_death('known_involvements.started_on', 'known_involvements.ended_on') }} as ended_on
from known_involvements
inner join {{ ref('council_codes') }} as roles
    on
        known_involvements.la_code = roles.la_code
        and roles.field = 'invo_professional_role_id'
        and known_involvements.role = roles.code
        and roles.reported_as = 'lead_worker'
left join {{ ref('children') }} as children
    on known_involvements.la_code = children.la_code and known_involvements.child_id = children.child_id
where known_involvements.started_on is not null
