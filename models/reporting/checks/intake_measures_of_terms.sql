{{ config(materialized='ephemeral') }}

-- What the calendar of school terms lacks of each council that delivers an education record.
with newest as (
    select deliveries.*
    from {{ ref('stg_deliveries') }} as deliveries
    inner join {{ source('raw', 'delivery_tables') }} as delivered
        on deliveries.delivery_id = delivered.delivery_id and delivered.table_name = 'epep_terms'
    where deliveries.is_newest
),

terms_of_the_year as (
    select
        newest.la_code,
        terms.term,
        terms.is_assumed
    from newest
    left join {{ ref('council_terms') }} as terms
        on
            newest.la_code = terms.la_code
            and last_day({{ add_months('newest.delivery_month_on', -12) }}) < terms.reported_month_on
            and newest.delivery_month_on >= terms.reported_month_on
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
    terms.la_code,
    'terms_missing' as check_id,
    'school_terms.csv' as table_name,
    3 as measured_on,
    3 - count(terms.term) as numerator,
    null as denominator
from terms_of_the_year as terms
group by terms.la_code

union all
select
    terms.la_code,
    'terms_assumed' as check_id,
    'school_terms.csv' as table_name,
    count(*) as measured_on,
    count(*) filter (where terms.is_assumed) as numerator,
    null as denominator
from terms_of_the_year as terms
where terms.term is not null
group by terms.la_code

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
