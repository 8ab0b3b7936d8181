with last_episodes as (
    select
        care_episodes.*,
        min(care_episodes.started_on) over (
            partition by care_episodes.la_code, care_episodes.period_of_care_id
        ) as period_started_on,
        row_number() over (
            partition by care_episodes.la_code, care_episodes.period_of_care_id
            order by care_episodes.nth_episode desc
        ) as nth_from_last
    from {{ ref('care_episodes') }} as care_episodes
),

-- X1 says that another episode began the same day: where none did, the reason why the child left is not known. What is
-- left open when the child dies ends that day, by death.
periods as (
    select
        last_episodes.la_code,
        last_episodes.period_of_care_id,
        last_episodes.child_id,
        last_episodes.period_started_on as started_on,
        case
            when children.died_on < children.turns_18_on or children.turns_18_on is null
                then {{ until_death('last_episodes.period_started_on', 'last_episodes.ceased_on') }}
            else last_episodes.ceased_on
        end as ended_on,
        case
            when last_episodes.ceased_on is null and children.died_on is not null then 'E2'
            when last_episodes.ceased_reason <> 'X1' then last_episodes.ceased_reason
        end as end_reason,
        last_episodes.is_end_uncertain,
        children.turns_18_on
    from last_episodes
    left join {{ ref('children') }} as children
        on last_episodes.la_code = children.la_code and last_episodes.child_id = children.child_id
    where last_episodes.nth_from_last = 1
)

select
    periods.la_code,
    periods.period_of_care_id,
    periods.child_id,
    periods.started_on,
    periods.ended_on,
    case when periods.ended_on is not null then periods.end_reason end as end_reason,
    case
        when periods.ended_on is not null
            then {{ reported('reasons.reported_as', 'periods.end_reason', "'not_recorded'") }}
    end as ended_by,
    periods.is_end_uncertain,
    periods.turns_18_on,
    least(periods.ended_on, periods.turns_18_on) as looked_after_until_on
from periods
left join {{ ref('council_codes') }} as reasons
    on
        periods.la_code = reasons.la_code
        and reasons.field = 'clae_cla_episode_ceased_reason'
        and periods.end_reason = reasons.code
-- Nobody comes into care at 18.
where periods.turns_18_on is null or periods.started_on < periods.turns_18_on
