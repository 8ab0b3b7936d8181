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
                    then known_episodes.child_id || '#' || known_episodes.episode_id
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
        lead(in_periods.care_id) over by_start = in_periods.care_id as is_next_of_same_id,
        coalesce(lead(in_periods.start_reason) over by_start in ('L', 'P', 'T', 'B', 'U'), false) as is_next_going_on,
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

-- A child is in one episode at a time: one that is left open, or that ends after the next begins, has another end.
weighed as (
    select
        in_order.*,
        in_order.next_started_on < in_order.ceased_on as is_followed_before_end,
        in_order.next_started_on is not null
        and (in_order.ceased_on is null or in_order.next_started_on < in_order.ceased_on) as is_cut_short,
        coalesce(
            in_order.is_next_going_on or (in_order.ceased_reason = 'X1' and in_order.is_next_of_same_id), false
        ) as is_continued,
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
            when
                weighed.ceased_reason = 'X1'
                and weighed.next_started_on > weighed.ceased_on
                and weighed.is_next_of_same_id
                then 'gap before the next episode of the period'
            when weighed.ceased_reason = 'X1' and coalesce(weighed.next_started_on > weighed.ceased_on, true)
                then 'continued by its reason, but no episode begins that day'
            when weighed.ceased_on is null and weighed.next_started_on is not null
                then 'open, though a later episode started'
        end as fault,
        case when weighed.is_continued then weighed.next_started_on else weighed.placement_ended_on end
            as evident_end_on
    from weighed
),

repaired as (
    select
        judged.*,
        -- Without evidence, the latest day possible.
        case
            when judged.is_cut_short then coalesce(judged.evident_end_on, judged.next_started_on)
            else judged.ceased_on
        end as ended_on,
        judged.is_cut_short and judged.evident_end_on is null as is_end_uncertain
    from judged
),

-- The next episode goes on with the period where it begins on the day this one ended, and nothing says that the child
-- left: by reason X1, by its own reason, or by the name of the period.
joined as (
    select
        repaired.*,
        repaired.next_started_on = repaired.ended_on
        and (
            repaired.is_continued
            or (repaired.ceased_reason = 'X1' and not repaired.is_end_uncertain)
            or (repaired.is_next_of_same_id and not repaired.is_end_uncertain)
            or (repaired.is_cut_short and repaired.next_started_on = repaired.started_on)
        ) as is_joined_to_next
    from repaired
),

begun as (
    select
        joined.*,
        not coalesce(
            lag(joined.is_joined_to_next) over (
                partition by joined.la_code, joined.child_id
                order by joined.nth_episode
            ), false
        ) as is_first_of_period
    from joined
),

-- Two children with one id, or a child who left and came back under it, are periods of their own: the last to begin
-- keeps the id.
numbered as (
    select
        begun.*,
        row_number() over (
            partition by begun.la_code, begun.period_of_care_id, begun.is_first_of_period
            order by begun.started_on desc, begun.child_id asc, begun.nth_episode desc
        ) as nth_of_id
    from begun
)

select
    numbered.la_code,
    numbered.episode_id,
    numbered.child_id,
    numbered.nth_episode,
    {{ last_known(
        "case
            when not numbered.is_first_of_period then null
            when numbered.nth_of_id = 1 and numbered.period_of_care_id is not null then numbered.period_of_care_id
            else coalesce(numbered.period_of_care_id, numbered.child_id) || '#' || numbered.episode_id
        end"
    ) }} over (
        partition by numbered.la_code, numbered.child_id
        order by numbered.nth_episode
        rows between unbounded preceding and current row
    ) as period_of_care_id,
    numbered.care_id as source_period_id,
    numbered.placement_id,
    numbered.started_on,
    numbered.start_reason,
    numbered.ended_on as ceased_on,
    case when numbered.ceased_on is not null then numbered.ceased_reason end as ceased_reason,
    numbered.primary_need,
    numbered.ceased_on as ceased_on_as_delivered,
    numbered.fault,
    case
        when not numbered.is_cut_short then null
        when numbered.is_continued then 'start of the next episode'
        when numbered.evident_end_on is not null then 'end of the linked placement'
        when numbered.ceased_on is null then 'start of the next episode, at the latest'
        else 'not repairable'
    end as repair,
    coalesce(numbered.is_end_uncertain, false) as is_end_uncertain
from numbered
