with known_placements as (
    {{ known_rows('stg_placements') }}
)

select
    known_placements.la_code,
    known_placements.placement_id,
    known_placements.child_id,
    known_placements.period_of_care_id,
    known_placements.started_on,
    known_placements.ended_on,
    known_placements.placement_type,
    known_placements.provider
from known_placements
where known_placements.started_on is not null
