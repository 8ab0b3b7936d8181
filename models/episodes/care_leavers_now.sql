with statuses as (
    select
        statuses.*,
        deliveries.as_known_on,
        row_number() over (
            partition by statuses.la_code, statuses.child_id
            order by statuses.started_on desc, statuses.status_id desc
        ) as nth_choice
    from {{ ref('care_leaver_statuses') }} as statuses
    inner join {{ ref('stg_deliveries') }} as deliveries
        on statuses.la_code = deliveries.la_code and deliveries.is_newest
    where
        statuses.started_on <= deliveries.as_known_on
        and (statuses.last_day_on is null or statuses.last_day_on >= deliveries.as_known_on)
)

select
    statuses.la_code,
    statuses.child_id,
    statuses.status_id,
    statuses.started_on,
    statuses.as_known_on,
    looked_after.child_id is null as is_care_leaver
from statuses
left join {{ ref('children') }} as children
    on statuses.la_code = children.la_code and statuses.child_id = children.child_id
left join {{ ref('looked_after_now') }} as looked_after
    on statuses.la_code = looked_after.la_code and statuses.child_id = looked_after.child_id
where
    statuses.nth_choice = 1
    and case statuses.status_group
        when 'left_care'
            then
                looked_after.child_id is null
                and coalesce({{ birthday('children.born_on', 26) }} > statuses.as_known_on, true)
        when 'still_looked_after' then looked_after.child_id is not null
    end
