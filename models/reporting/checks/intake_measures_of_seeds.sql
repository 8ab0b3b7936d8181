{{ config(materialized='ephemeral') }}

-- What the seeds lack of each council that its figures need, what of them ended before the month of its delivery, and
-- how far populations and benchmarks are past their own reporting year where nothing says how long they hold.
with newest as (
    select * from {{ ref('stg_deliveries') }}
    where is_newest
),

this_year as (
    select
        newest.la_code,
        newest.delivery_month_on,
        {{ reporting_year_start('newest.delivery_month_on') }} as year_starts_on
    from newest
)

select
    newest.la_code,
    'population_missing' as check_id,
    'child_populations.csv' as table_name,
    count(*) as measured_on,
    count(*) filter (where populations.la_code is null) as numerator,
    null as denominator
from newest
inner join {{ ref('reporting_months') }} as months
    on months.is_asked_for and newest.delivery_month_on >= months.month_on
left join {{ ref('child_populations') }} as populations
    on
        newest.la_code = populations.la_code
        and months.month_on between populations.valid_from
        and coalesce(populations.valid_to, cast('9999-12-31' as date))
group by newest.la_code

union all
select
    newest.la_code,
    'population_old' as check_id,
    'child_populations.csv' as table_name,
    count(*) as measured_on,
    extract(year from newest.year_starts_on)
    - max(extract(year from {{ reporting_year_start('populations.valid_from') }})) as numerator,
    null as denominator
from this_year as newest
inner join {{ ref('child_populations') }} as populations
    on
        newest.la_code = populations.la_code
        and newest.delivery_month_on >= populations.valid_from
        and populations.valid_to is null
group by newest.la_code, newest.year_starts_on

union all
select
    newest.la_code,
    'benchmarks_old' as check_id,
    'benchmarks.csv' as table_name,
    count(*) as measured_on,
    extract(year from newest.year_starts_on)
    - min(extract(year from {{ reporting_year_start('benchmarks.valid_from') }})) as numerator,
    null as denominator
from this_year as newest
inner join {{ ref('benchmarks') }} as benchmarks
    on
        newest.la_code = benchmarks.la_code
        and newest.delivery_month_on >= benchmarks.valid_from
        and benchmarks.valid_to is null
group by newest.la_code, newest.year_starts_on

union all
select
    held.la_code,
    case when held.is_rule then 'rules_ended' else 'facts_ended' end as check_id,
    held.seed as table_name,
    count(*) as measured_on,
    count(*) filter (where held.last_on < held.delivery_month_on) as numerator,
    null as denominator
from {{ ref('facts_held') }} as held
group by held.la_code, held.is_rule, held.seed

union all
select
    newest.la_code,
    'teams_without_group' as check_id,
    'team_groups.csv' as table_name,
    count(distinct posts.team_id) as measured_on,
    count(distinct case when teams.team_id is null then posts.team_id end) as numerator,
    count(distinct posts.team_id) as denominator
from newest
inner join {{ ref('posts') }} as posts
    on
        newest.la_code = posts.la_code
        and newest.delivery_month_on >= posts.started_on
        and (posts.ended_on is null or newest.delivery_month_on < posts.ended_on)
left join {{ ref('team_groups') }} as teams
    on posts.la_code = teams.la_code and posts.team_id = teams.team_id
group by newest.la_code
