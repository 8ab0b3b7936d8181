select
    episodes.la_code,
    episodes.episode_id,
    episodes.child_id,
    episodes.period_of_care_id,
    episodes.fault,
    episodes.ceased_on_as_delivered,
    episodes.ceased_on as ceased_on_used,
    coalesce(episodes.repair, 'left as delivered') as repair,
    deliveries.delivery_id,
    deliveries.as_known_on
from {{ ref('care_episodes') }} as episodes
inner join {{ ref('stg_deliveries') }} as deliveries
    on episodes.la_code = deliveries.la_code and deliveries.is_newest
where episodes.fault is not null
