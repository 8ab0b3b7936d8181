with known_placements as (
    {{ known_rows('stg_placements') }}
),

first_episodes as (
    select
        episodes.la_code,
        episodes.placement_id,
        episodes.start_reason,
        row_number() over (
            partition by episodes.la_code, episodes.placement_id
            order by episodes.started_on, episodes.episode_id
        ) as nth_episode
    from {{ ref('care_episodes') }} as episodes
    where episodes.placement_id is not null
),

-- The source says of an episode, not of a placement, that the carers stayed the same; a later episode of that reason in
-- a placement says nothing of how it began.
moved_with_carers as (
    select
        first_episodes.la_code,
        first_episodes.placement_id
    from first_episodes
    inner join {{ ref('codes') }} as codes
        on
            codes.field = 'clae_cla_episode_start_reason'
            and first_episodes.start_reason = codes.code
            and codes.reported_as = 'same_carers'
    where first_episodes.nth_episode = 1
),

in_care as (
    select
        known_placements.la_code,
        known_placements.placement_id,
        known_placements.child_id,
        known_placements.period_of_care_id,
        known_placements.started_on,
        -- Nobody stays in a placement longer than in care.
        least(known_placements.ended_on, periods.ended_on) as ended_on,
        known_placements.placement_type,
        coalesce(types.reported_as, 'not_recorded') as setting,
        known_placements.provider,
        coalesce(types.reported_as, '') = 'temporary' as is_temporary,
        moved_with_carers.placement_id is not null
        or coalesce(known_placements.placement_type, '') in ('A3', 'A5') as is_with_carers_of_before
    from known_placements
    left join {{ ref('periods_of_care') }} as periods
        on
            known_placements.la_code = periods.la_code
            and known_placements.period_of_care_id = periods.period_of_care_id
    left join {{ ref('codes') }} as types
        on types.field = 'clap_cla_placement_type' and known_placements.placement_type = types.code
    left join moved_with_carers
        on
            known_placements.la_code = moved_with_carers.la_code
            and known_placements.placement_id = moved_with_carers.placement_id
    where known_placements.started_on is not null
),

-- A temporary placement interrupts nothing: the others are counted as if it were not there.
in_order as (
    select
        in_care.*,
        sum(case when in_care.is_with_carers_of_before then 0 else 1 end) over (
            partition by in_care.la_code, in_care.child_id, in_care.period_of_care_id, in_care.is_temporary
            order by in_care.started_on, in_care.placement_id
            rows between unbounded preceding and current row
        ) as nth_carers
    from in_care
)

select
    in_order.la_code,
    in_order.placement_id,
    in_order.child_id,
    in_order.period_of_care_id,
    in_order.started_on,
    in_order.ended_on,
    in_order.placement_type,
    in_order.setting,
    in_order.provider,
    in_order.is_temporary,
    in_order.nth_carers,
    -- For a child placed for adoption the time with the carers before counts as well.
    case
        when in_order.setting = 'adoption'
            then min(in_order.started_on) over (by_carers range between 1 preceding and current row)
        else min(in_order.started_on) over (by_carers range between current row and current row)
    end as stable_since_on
from in_order
window
    by_carers as (
        partition by in_order.la_code, in_order.child_id, in_order.period_of_care_id, in_order.is_temporary
        order by in_order.nth_carers
    )
