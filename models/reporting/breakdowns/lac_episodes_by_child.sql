select
    episodes.la_code,
    episodes.episode_id,
    episodes.child_id,
    episodes.period_of_care_id,
    episodes.placement_id,
    episodes.started_on,
    episodes.start_reason,
    episodes.ceased_on,
    episodes.ceased_reason,
    episodes.primary_need,
    periods.started_on as period_started_on,
    periods.ended_on as period_ended_on,
    periods.ended_by as period_ended_by,
    episodes.fault,
    episodes.repair,
    deliveries.as_known_on
from {{ ref('care_episodes') }} as episodes
inner join {{ ref('periods_of_care') }} as periods
    on
        episodes.la_code = periods.la_code
        and episodes.period_of_care_id = periods.period_of_care_id
inner join {{ ref('stg_deliveries') }} as deliveries
    on episodes.la_code = deliveries.la_code and deliveries.is_newest
