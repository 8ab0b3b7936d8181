with known_episodes as (
    {{ known_rows('stg_care_episodes') }}
),

known_placements as (
    {{ known_rows('stg_placements') }}
),

-- Without the name of its period an episode begins one when its reason is S, else it goes on with the one before.
named_periods as (
    select
        known_episodes.*,
        row_number() over by_start as nth_episode,
        coalesce(
            known_episodes.period_of_care_id,
            case
                when known_episodes.start_reason = 'S' or row_number() over by_start = 1
                    then known_episodes.child_id || '#' || row_number() over by_start
            end
        ) as begun_care_id
    from known_episodes
    where known_episodes.started_on is not null
    window
        by_start as (
            partition by known_episodes.la_code, known_episodes.child_id
            order by known_episodes.started_on, known_episodes.ceased_on nulls last, known_episodes.episode_id
        )
),

in_periods as (
    select
        named_periods.*,
        {{ last_known('named_periods.begun_care_id') }} over (
            partition by named_periods.la_code, named_periods.child_id
            order by named_periods.nth_episode
            rows between unbounded preceding and current row
        ) as care_id
    from named_periods
),

in_order as (
    select
        in_periods.*,
        lead(in_periods.started_on) over by_start as next_started_on,
        lead(in_periods.care_id) over by_start as next_care_id,
        -- The same end date on a later episode of the child, though this one was followed before it: copied.
        row_number() over (
            partition by in_periods.la_code, in_periods.child_id, in_periods.ceased_on
            order by in_periods.nth_episode desc
        ) > 1 as is_end_shared_with_later
    from in_periods
    window
        by_start as (
            partition by in_periods.la_code, in_periods.child_id
            order by in_periods.nth_episode
        )
),

weighed as (
    select
        in_order.*,
        in_order.next_started_on < in_order.ceased_on as is_followed_before_end,
        in_order.ceased_reason = 'X1' and in_order.next_care_id = in_order.care_id as is_continued,
        case
            when known_placements.ended_on between in_order.started_on and in_order.next_started_on
                then known_placements.ended_on
        end as placement_ended_on
    from in_order
    left join known_placements
        on
            in_order.la_code = known_placements.la_code
            and in_order.placement_id = known_placements.placement_id
),

judged as (
    select
        weighed.*,
        case
            when weighed.ceased_on is null and weighed.ceased_reason is not null
                then 'open, but carries a reason ceased'
            when weighed.ceased_on is not null and weighed.ceased_reason is null then 'ended without a reason'
            when weighed.is_followed_before_end and weighed.is_end_shared_with_later
                then 'end date copied from a later episode'
            when weighed.is_followed_before_end then 'next episode starts before this one ends'
            when weighed.is_continued and weighed.next_started_on > weighed.ceased_on
                then 'gap before the next episode of the period'
            when weighed.ceased_on is null and weighed.next_started_on is not null
                then 'open, though a later episode started'
        end as fault,
        case
            when weighed.is_followed_before_end and weighed.is_continued then weighed.next_started_on
            when weighed.is_followed_before_end then weighed.placement_ended_on
        end as evident_end_on
    from weighed
)

select
    judged.la_code,
    judged.episode_id,
    judged.child_id,
    judged.nth_episode,
    judged.care_id as period_of_care_id,
    judged.placement_id,
    judged.started_on,
    judged.start_reason,
    -- No later than the next episode's start, whatever the evidence: a child is in one episode at a time.
    case
        when judged.is_followed_before_end then coalesce(judged.evident_end_on, judged.next_started_on)
        else judged.ceased_on
    end as ceased_on,
    case when judged.ceased_on is not null then judged.ceased_reason end as ceased_reason,
    judged.primary_need,
    judged.ceased_on as ceased_on_as_delivered,
    judged.fault,
    case
        when judged.is_followed_before_end and judged.is_continued then 'start of the next episode'
        when judged.is_followed_before_end and judged.evident_end_on is not null then 'end of the linked placement'
        when judged.is_followed_before_end then 'not repairable'
    end as repair,
    coalesce(judged.is_followed_before_end and judged.evident_end_on is null, false) as is_end_uncertain
from judged
