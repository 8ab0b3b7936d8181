with known_placements as (
    {{ known_rows('stg_placements') }}
),

-- The source says of an episode, not of a placement, that the carers stayed the same.
moved_with_carers as (
    select
        episodes.la_code,
        episodes.placement_id,
        episodes.started_on
    from {{ ref('care_episodes') }} as episodes
    inner join {{ ref('council_codes') }} as codes
        on
            episodes.la_code = codes.la_code
            and codes.field = 'clae_cla_episode_start_reason'
            and episodes.start_reason = codes.code
            and codes.reported_as = 'same_carers'
    group by episodes.la_code, episodes.placement_id, episodes.started_on
),

-- A placement lies in every period of the id it names that it reaches into, and never beyond one.
named as (
    select
        known_placements.*,
        periods.period_of_care_id as care_id,
        greatest(known_placements.started_on, periods.started_on) as in_care_from_on,
        least(known_placements.ended_on, periods.ended_on) as in_care_until_on
    from known_placements
    inner join {{ ref('named_periods_of_care') }} as names
        on
            known_placements.la_code = names.la_code
            and known_placements.child_id = names.child_id
            and known_placements.period_of_care_id = names.source_period_id
    inner join {{ ref('periods_of_care') }} as periods
        on
            names.la_code = periods.la_code
            and names.period_of_care_id = periods.period_of_care_id
            and (periods.ended_on is null or known_placements.started_on < periods.ended_on)
            and (
                known_placements.started_on >= periods.started_on
                or known_placements.ended_on is null
                or known_placements.ended_on > periods.started_on
            )
    where known_placements.started_on is not null
),

-- One that names none lies in the period the child was in when it began; one of an id that the child has not, in none.
not_named as (
    select
        known_placements.*,
        coalesce(known_placements.period_of_care_id, periods.period_of_care_id) as care_id,
        known_placements.started_on as in_care_from_on,
        least(known_placements.ended_on, periods.ended_on) as in_care_until_on
    from known_placements
    left join {{ ref('periods_of_care') }} as periods
        on
            known_placements.la_code = periods.la_code
            and known_placements.child_id = periods.child_id
            and known_placements.period_of_care_id is null
            and known_placements.started_on >= periods.started_on
            and (periods.ended_on is null or known_placements.started_on < periods.ended_on)
    left join {{ ref('named_periods_of_care') }} as names
        on
            known_placements.la_code = names.la_code
            and known_placements.child_id = names.child_id
            and known_placements.period_of_care_id = names.source_period_id
    where known_placements.started_on is not null and names.source_period_id is null
),

of_periods as (
    select * from named
    union all
    select * from not_named
),

in_care as (
    select
        of_periods.la_code,
        of_periods.placement_id,
        of_periods.child_id,
        of_periods.care_id as period_of_care_id,
        of_periods.in_care_from_on as started_on,
        of_periods.in_care_until_on as ended_on,
        of_periods.ended_on as ended_on_as_delivered,
        of_periods.placement_type,
        {{ reported('types.reported_as', 'of_periods.placement_type', "'not_recorded'") }} as setting,
        of_periods.provider,
        coalesce(types.reported_as, '') = 'temporary' as is_temporary,
        moved_with_carers.placement_id is not null
        or coalesce(of_periods.placement_type, '') in ('A3', 'A5') as is_with_carers_of_before
    from of_periods
    left join {{ ref('council_codes') }} as types
        on
            of_periods.la_code = types.la_code
            and types.field = 'clap_cla_placement_type'
            and of_periods.placement_type = types.code
    left join moved_with_carers
        on
            of_periods.la_code = moved_with_carers.la_code
            and of_periods.placement_id = moved_with_carers.placement_id
            and of_periods.started_on = moved_with_carers.started_on
),

-- A temporary placement interrupts nothing: the others are counted as if it were not there.
in_order as (
    select
        in_care.*,
        row_number() over by_start as nth_placement,
        sum(case when in_care.is_with_carers_of_before then 0 else 1 end) over by_start as nth_carers
    from in_care
    window
        by_start as (
            partition by in_care.la_code, in_care.child_id, in_care.period_of_care_id, in_care.is_temporary
            order by in_care.started_on, in_care.ended_on_as_delivered nulls last, in_care.placement_id
            rows between unbounded preceding and current row
        )
),

with_carers as (
    select
        in_order.*,
        first_value(in_order.setting) over (
            partition by
                in_order.la_code,
                in_order.child_id,
                in_order.period_of_care_id,
                in_order.is_temporary,
                in_order.nth_carers
            order by in_order.nth_placement
        ) as first_setting_with_carers
    from in_order
)

select
    with_carers.la_code,
    with_carers.placement_id,
    with_carers.child_id,
    with_carers.period_of_care_id,
    with_carers.started_on,
    with_carers.ended_on,
    with_carers.placement_type,
    with_carers.setting,
    with_carers.provider,
    with_carers.is_temporary,
    with_carers.nth_carers,
    -- For a child placed for adoption the time with the carers before counts as well; where those are the adopters it
    -- does already.
    case
        when with_carers.setting = 'adoption' and with_carers.first_setting_with_carers = 'adoption'
            then min(with_carers.started_on) over with_carers_before
        else min(with_carers.started_on) over with_same_carers
    end as stable_since_on
from with_carers
window
    with_same_carers as (
        partition by with_carers.la_code, with_carers.child_id, with_carers.period_of_care_id, with_carers.is_temporary
        order by with_carers.nth_carers
        range between current row and current row
    ),
    with_carers_before as (
        partition by with_carers.la_code, with_carers.child_id, with_carers.period_of_care_id, with_carers.is_temporary
        order by with_carers.nth_carers
        range between 1 preceding and current row
    )
