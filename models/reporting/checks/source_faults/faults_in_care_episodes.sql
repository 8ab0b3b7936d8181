{{ config(materialized='ephemeral') }}

with known_episodes as (
    {{ known_rows('stg_care_episodes') }}
),

in_order as (
    select
        known_episodes.*,
        row_number() over by_start as nth_episode,
        lead(known_episodes.started_on) over by_start as next_started_on,
        known_episodes.period_of_care_id is not null
        and min(known_episodes.child_id) over of_id <> max(known_episodes.child_id) over of_id as is_id_of_two_children
    from known_episodes
    window
        by_start as (
            partition by known_episodes.la_code, known_episodes.child_id, known_episodes.started_on is null
            order by known_episodes.started_on, known_episodes.ceased_on nulls last, known_episodes.episode_id
        ),
        of_id as (partition by known_episodes.la_code, known_episodes.period_of_care_id)
),

judged as (
    select
        episodes.la_code,
        episodes.child_id,
        episodes.episode_id as event_id,
        {% call each_of() -%}
            case when episodes.started_on is null then '903-141' end,
            case when episodes.ceased_on is null and episodes.next_started_on is not null then '903-142' end,
            case when (episodes.ceased_on is null) <> (episodes.ceased_reason is null) then '903-148' end,
            case when episodes.nth_episode = 1 and episodes.started_on < children.born_on then '903-302' end,
            case when episodes.start_reason = 'S' and episodes.started_on >= children.turns_18_on then '903-352' end,
            case when episodes.ceased_on = episodes.started_on then '903-355' end,
            case when episodes.ceased_on < episodes.started_on then '903-356' end,
            case
                when
                    episodes.ceased_reason = 'X1'
                    and episodes.ceased_on >= episodes.started_on
                    -- A next episode that began before this one's end breaks 501.
                    and (episodes.next_started_on is null or episodes.next_started_on > episodes.ceased_on)
                    then '903-388'
                when episodes.ceased_reason <> 'X1' and episodes.next_started_on = episodes.ceased_on then '903-388'
            end,
            case when episodes.ceased_on > episodes.next_started_on then '903-501' end,
            case when episodes.is_id_of_two_children then 'SSD-7' end
        {%- endcall %} as rule
    from in_order as episodes
    left join {{ ref('children') }} as children
        on episodes.la_code = children.la_code and episodes.child_id = children.child_id
)

select * from judged
where judged.rule is not null
