with known_visits as (
    {{ known_rows('stg_care_visits') }}
)

select
    known_visits.la_code,
    known_visits.visit_id,
    known_visits.child_id,
    known_visits.visited_on,
    coalesce(known_visits.is_seen, not {{ is_unread('known_visits', 'clav_cla_visit_seen') }}) as is_seen
from known_visits
where known_visits.visited_on is not null
