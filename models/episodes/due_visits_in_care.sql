-- A visit that is in time until the first year is over stays so for 12 weeks.
with open_placements as (
    select
        placements.la_code,
        placements.placement_id,
        placements.child_id,
        placements.started_on,
        looked_after.as_known_on,
        {{ add_months('placements.started_on', 12) }} as a_year_old_on
    from {{ ref('looked_after_now') }} as looked_after
    inner join {{ ref('placements') }} as placements
        on
            looked_after.la_code = placements.la_code
            and looked_after.child_id = placements.child_id
            and looked_after.period_of_care_id = coalesce(placements.period_of_care_id, looked_after.period_of_care_id)
            and looked_after.as_known_on >= placements.started_on
            and (placements.ended_on is null or looked_after.as_known_on < placements.ended_on)
),

last_visits as (
    select
        open_placements.la_code,
        open_placements.placement_id,
        max(visits.visited_on) as visited_on
    from open_placements
    inner join {{ ref('care_visits') }} as visits
        on
            open_placements.la_code = visits.la_code
            and open_placements.child_id = visits.child_id
            and visits.visited_on between open_placements.started_on and open_placements.as_known_on
    where visits.is_seen
    group by open_placements.la_code, open_placements.placement_id
)

select
    open_placements.la_code,
    'looked_after_visit' as duty,
    open_placements.child_id,
    open_placements.placement_id as event_id,
    case
        when last_visits.visited_on is null then open_placements.started_on + 7
        when greatest(open_placements.as_known_on, last_visits.visited_on + 43) < open_placements.a_year_old_on
            then last_visits.visited_on + 42
        else last_visits.visited_on + 84
    end as in_time_until_on
from open_placements
left join last_visits
    on
        open_placements.la_code = last_visits.la_code
        and open_placements.placement_id = last_visits.placement_id
