{{ config(materialized='ephemeral') }}

-- What the seeds lack of each council that its figures need, what of them ended before the month of its delivery, and
-- how far populations and benchmarks are past their own reporting year where nothing says how long they hold.
with newest as (
    select * from {{ ref('stg_deliveries') }}
    where is_newest
),

last_twelve_months as (
    select
        newest.la_code,
        newest.delivery_id,
        newest.delivery_month_on,
        {{ reporting_year_start('newest.delivery_month_on') }} as year_starts_on,
        last_day({{ add_months('newest.delivery_month_on', -12) }}) as after_on
    from newest
),

-- Rows of the education record whose term no calendar holds; what is no year is not named, since nobody knows what it
-- says. Terms of the years before the first of the calendar are in no report.
terms_delivered as (
    select
        delivered.la_code,
        case when {{ is_written_as('delivered.academic_year', '[0-9]{4}/[0-9]{2}') }} then delivered.academic_year end
            as academic_year,
        delivered.term,
        terms.term is not null as is_in_calendar
    from {{ ref('stg_education_terms') }} as delivered
    left join {{ ref('council_terms') }} as terms
        on
            delivered.la_code = terms.la_code
            and delivered.academic_year = terms.academic_year
            and delivered.term = terms.term
    where delivered.is_newest and delivered.refusal_reason is null
),

calendars as (
    select
        terms.la_code,
        min(terms.academic_year) as first_academic_year
    from {{ ref('council_terms') }} as terms
    group by terms.la_code
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
from last_twelve_months as newest
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
from last_twelve_months as newest
inner join {{ ref('benchmarks') }} as benchmarks
    on
        newest.la_code = benchmarks.la_code
        and newest.delivery_month_on >= benchmarks.valid_from
        and benchmarks.valid_to is null
group by newest.la_code, newest.year_starts_on

union all
select
    newest.la_code,
    'terms_missing' as check_id,
    'school_terms.csv' as table_name,
    3 as measured_on,
    3 - count(terms.term) as numerator,
    null as denominator
from last_twelve_months as newest
inner join {{ source('raw', 'delivery_tables') }} as delivered
    on newest.delivery_id = delivered.delivery_id and delivered.table_name = 'epep_terms'
left join {{ ref('council_terms') }} as terms
    on
        newest.la_code = terms.la_code
        and newest.after_on < terms.reported_month_on
        and newest.delivery_month_on >= terms.reported_month_on
group by newest.la_code

union all
select
    newest.la_code,
    'terms_assumed' as check_id,
    'school_terms.csv' as table_name,
    count(*) as measured_on,
    count(*) filter (where terms.is_assumed) as numerator,
    null as denominator
from last_twelve_months as newest
inner join {{ source('raw', 'delivery_tables') }} as delivered
    on newest.delivery_id = delivered.delivery_id and delivered.table_name = 'epep_terms'
inner join {{ ref('council_terms') }} as terms
    on
        newest.la_code = terms.la_code
        and newest.after_on < terms.reported_month_on
        and newest.delivery_month_on >= terms.reported_month_on
group by newest.la_code

union all
select
    delivered.la_code,
    'terms_unknown' as check_id,
    'epep_terms ' || coalesce(delivered.academic_year || ' ' || delivered.term, 'of no academic year') as table_name,
    count(*) as measured_on,
    count(*) as numerator,
    null as denominator
from terms_delivered as delivered
left join calendars on delivered.la_code = calendars.la_code
where
    not delivered.is_in_calendar
    and coalesce(delivered.academic_year >= calendars.first_academic_year, true)
group by
    delivered.la_code,
    coalesce(delivered.academic_year || ' ' || delivered.term, 'of no academic year')

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
