with people as (
    {{ known_rows('stg_people') }}
),

-- Where the date of birth is an estimate it stands with the expected one, as that of a child not yet born.
births as (
    select
        people.*,
        coalesce(people.born_on, people.expected_birth_on) as birth_on
    from people
)

select
    births.la_code,
    births.child_id,
    births.birth_on as born_on,
    births.born_on is null and births.expected_birth_on is not null as has_estimated_birth_date,
    births.died_on,
    {{ birthday('births.birth_on', 18) }} as turns_18_on
from births
