with people as (
    {{ known_rows('stg_people') }}
)

select
    people.la_code,
    people.child_id,
    people.born_on,
    people.died_on,
    people.sex,
    people.ethnicity,
    {{ birthday('people.born_on', 18) }} as turns_18_on
from people
