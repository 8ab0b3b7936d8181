with looked_after as (
    select
        children_in_care.la_code,
        children_in_care.month_on,
        children_in_care.child_id,
        children_in_care.period_of_care_id,
        children_in_care.started_on as period_started_on,
        children_in_care.looked_after_since_on,
        {{ birthday('children.born_on', 16) }} as turns_16_on
    from {{ ref('looked_after_children_by_period') }} as children_in_care
    left join {{ ref('children') }} as children
        on children_in_care.la_code = children.la_code and children_in_care.child_id = children.child_id
),

-- Where the child lives: the placement begun last, a temporary one only where there is no other.
current_placements as (
    select
        looked_after.la_code,
        looked_after.month_on,
        looked_after.child_id,
        placements.placement_id,
        placements.started_on,
        placements.setting,
        placements.provider,
        placements.stable_since_on,
        row_number() over (
            partition by looked_after.la_code, looked_after.month_on, looked_after.child_id
            order by placements.is_temporary asc, placements.started_on desc, placements.placement_id desc
        ) as nth_choice
    from looked_after
    inner join {{ ref('placements') }} as placements
        on
            looked_after.la_code = placements.la_code
            and looked_after.child_id = placements.child_id
            and looked_after.period_of_care_id
            = coalesce(placements.period_of_care_id, looked_after.period_of_care_id)
            and looked_after.month_on >= placements.started_on
            and (placements.ended_on is null or looked_after.month_on < placements.ended_on)
),

-- A stay with the same carers counts once; less than a day is no placement.
lived_in as (
    select
        looked_after.la_code,
        looked_after.month_on,
        looked_after.child_id,
        count(distinct concat_ws('#', placements.period_of_care_id, placements.nth_carers)) as placements_in_12_months
    from looked_after
    inner join {{ ref('placements') }} as placements
        on
            looked_after.la_code = placements.la_code
            and looked_after.child_id = placements.child_id
            and looked_after.month_on >= placements.started_on
    where
        not placements.is_temporary
        and (
            placements.ended_on is null
            or (
                placements.ended_on > placements.started_on
                and placements.ended_on > date_trunc('month', {{ add_months('looked_after.month_on', -11) }})
            )
        )
    group by looked_after.la_code, looked_after.month_on, looked_after.child_id
)

select
    looked_after.la_code,
    looked_after.month_on,
    looked_after.child_id,
    looked_after.period_of_care_id,
    looked_after.period_started_on,
    homes.placement_id,
    homes.started_on,
    coalesce(homes.setting, 'not_recorded') as setting,
    coalesce(lived_in.placements_in_12_months, 0) as placements_in_12_months,
    coalesce(homes.setting in ('fostering', 'relatives', 'adoption', 'parents'), false) as is_family_based,
    coalesce(homes.setting in ('fostering', 'residential') and homes.provider in ('PR4', 'PR5'), false)
        as is_commissioned,
    coalesce(
        looked_after.turns_16_on > looked_after.month_on
        and {{ add_months('looked_after.looked_after_since_on', 30) }} <= looked_after.month_on,
        false
    ) as is_long_term,
    coalesce({{ add_months('homes.stable_since_on', 24) }} <= looked_after.month_on, false) as is_stable_2_years
from looked_after
left join current_placements as homes
    on
        looked_after.la_code = homes.la_code
        and looked_after.month_on = homes.month_on
        and looked_after.child_id = homes.child_id
        and homes.nth_choice = 1
left join lived_in
    on
        looked_after.la_code = lived_in.la_code
        and looked_after.month_on = lived_in.month_on
        and looked_after.child_id = lived_in.child_id
