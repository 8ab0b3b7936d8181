with open_placements as (
    select
        looked_after.la_code,
        looked_after.month_on,
        placements.placement_id,
        looked_after.child_id,
        placements.started_on
    from {{ ref('looked_after_children_by_period') }} as looked_after
    inner join {{ ref('placements') }} as placements
        on
            looked_after.la_code = placements.la_code
            and looked_after.child_id = placements.child_id
            and looked_after.period_of_care_id
            = coalesce(placements.period_of_care_id, looked_after.period_of_care_id)
            and looked_after.month_on >= placements.started_on
            and (placements.ended_on is null or looked_after.month_on < placements.ended_on)
),

last_visits as (
    select
        open_placements.la_code,
        open_placements.month_on,
        open_placements.placement_id,
        max(visits.visited_on) as last_visit_on
    from open_placements
    inner join {{ ref('care_visits') }} as visits
        on
            open_placements.la_code = visits.la_code
            and open_placements.child_id = visits.child_id
            and visits.visited_on between open_placements.started_on and open_placements.month_on
    where visits.is_seen
    group by open_placements.la_code, open_placements.month_on, open_placements.placement_id
),

measured as (
    select
        open_placements.*,
        last_visits.last_visit_on,
        {{ days_between(
            'coalesce(last_visits.last_visit_on, open_placements.started_on)', 'open_placements.month_on'
        ) }} as days_since_visit,
        case
            when last_visits.last_visit_on is null then 7
            when open_placements.month_on < {{ add_months('open_placements.started_on', 12) }} then 42
            else 84
        end as days_allowed
    from open_placements
    left join last_visits
        on
            open_placements.la_code = last_visits.la_code
            and open_placements.month_on = last_visits.month_on
            and open_placements.placement_id = last_visits.placement_id
)

select
    measured.*,
    measured.days_since_visit <= measured.days_allowed as is_visited_in_time
from measured
