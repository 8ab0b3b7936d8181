with faults as (
    select * from {{ ref('faults_in_care_episodes') }}
    union all
    select * from {{ ref('faults_in_people') }}
    union all
    select * from {{ ref('faults_in_care_reviews') }}
    union all
    select * from {{ ref('faults_in_placements') }}
    union all
    select * from {{ ref('faults_in_adoptions') }}
    union all
    select * from {{ ref('faults_in_referrals') }}
    union all
    select * from {{ ref('faults_in_assessments') }}
    union all
    select * from {{ ref('faults_in_enquiries') }}
    union all
    select * from {{ ref('faults_in_protection_plans') }}
)

select
    faults.la_code,
    deliveries.delivery_id,
    faults.rule,
    rules.table_name,
    faults.child_id,
    faults.event_id,
    teams.professional_id,
    coalesce(teams.team, 'not known') as team
from faults
inner join {{ ref('stg_deliveries') }} as deliveries
    on faults.la_code = deliveries.la_code and deliveries.is_newest
left join {{ ref('validation_rules') }} as rules
    on faults.rule = rules.rule
left join {{ ref('teams_to_ask') }} as teams
    on faults.la_code = teams.la_code and faults.child_id = teams.child_id
