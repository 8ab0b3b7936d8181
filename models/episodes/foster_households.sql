with known_households as (
    {{ known_rows('stg_foster_households') }}
)

select
    known_households.la_code,
    known_households.household_id,
    coalesce(known_households.household_kind, 'MAINSTREAM') = 'MAINSTREAM' as is_mainstream,
    known_households.approved_on,
    known_households.deregistered_on
from known_households
