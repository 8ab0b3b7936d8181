with refused as (
    select
        staged.la_code,
        staged.delivery_id,
        'refused row' as kind,
        staged.table_name,
        staged.refusal_reason as reason,
        coalesce(teams.team, 'not known') as team
    from {{ ref('staged_rows') }} as staged
    inner join {{ ref('stg_deliveries') }} as deliveries
        on staged.delivery_id = deliveries.delivery_id and deliveries.is_newest
    left join {{ ref('teams_to_ask') }} as teams
        on staged.la_code = teams.la_code and staged.child_id = teams.child_id
    where staged.refusal_reason is not null
),

unread as (
    select
        staged.la_code,
        staged.delivery_id,
        'unread attribute' as kind,
        staged.table_name,
        {{ each_word('staged.attribute_faults', '; ') }} as reason,
        coalesce(teams.team, 'not known') as team
    from {{ ref('staged_rows') }} as staged
    inner join {{ ref('stg_deliveries') }} as deliveries
        on staged.delivery_id = deliveries.delivery_id and deliveries.is_newest
    left join {{ ref('teams_to_ask') }} as teams
        on staged.la_code = teams.la_code and staged.child_id = teams.child_id
    where staged.refusal_reason is null and staged.attribute_faults is not null
),

source_faults as (
    select
        faults.la_code,
        faults.delivery_id,
        'source fault' as kind,
        faults.table_name,
        'rule ' || rules.number || ' of the ' || rules.return_of
        || case when rules.return_of = 'SSD' then ' extracts: ' else ' return: ' end || rules.must_hold as reason,
        faults.team
    from {{ ref('source_faults') }} as faults
    inner join {{ ref('validation_rules') }} as rules
        on faults.rule = rules.rule
),

to_mend as (
    select * from refused
    union all
    select * from unread
    union all
    select * from source_faults
)

select
    to_mend.la_code,
    to_mend.delivery_id,
    to_mend.kind,
    to_mend.table_name,
    to_mend.reason,
    to_mend.team,
    count(*) as records
from to_mend
group by all
