{{ config(materialized='ephemeral') }}

-- How long the facts hold that seeds state for a span of days: a series is what a later row carries on. Rules are those
-- without which a figure would be wrong or silently missing; of the others a column or a rating is left out.
with newest as (
    select
        deliveries.la_code,
        deliveries.delivery_id,
        deliveries.delivery_month_on
    from {{ ref('stg_deliveries') }} as deliveries
    where deliveries.is_newest
),

spans as (
    select
        newest.la_code,
        'bank_holidays.csv' as seed,
        true as is_rule,
        'all' as series,
        min(holidays.holiday_on) as first_on,
        make_date(cast(extract(year from max(holidays.holiday_on)) as int), 12, 31) as last_on
    from newest
    cross join {{ ref('bank_holidays') }} as holidays
    group by newest.la_code
    union all
    -- A term is followed by that of its name a year later.
    select
        terms.la_code,
        'school_terms.csv' as seed,
        true as is_rule,
        terms.term as series,
        terms.first_on,
        last_day({{ add_months('terms.reported_month_on', 11) }}) as last_on
    from {{ ref('council_terms') }} as terms
    inner join newest on terms.la_code = newest.la_code
    inner join {{ source('raw', 'delivery_tables') }} as delivered
        on newest.delivery_id = delivered.delivery_id and delivered.table_name = 'epep_terms'
    union all
    select
        codes.la_code,
        'codes.csv' as seed,
        true as is_rule,
        codes.field as series,
        codes.valid_from as first_on,
        codes.valid_to as last_on
    from {{ ref('council_codes') }} as codes
    union all
    select
        rules.la_code,
        'contact_counting_rules.csv' as seed,
        true as is_rule,
        'all' as series,
        rules.valid_from as first_on,
        rules.valid_to as last_on
    from {{ ref('contact_counting_rules') }} as rules
    union all
    select
        targets.la_code,
        'targets.csv' as seed,
        false as is_rule,
        targets.row_key as series,
        targets.valid_from as first_on,
        targets.valid_to as last_on
    from {{ ref('targets') }} as targets
    union all
    select
        benchmarks.la_code,
        'benchmarks.csv' as seed,
        false as is_rule,
        benchmarks.page_key || ' ' || coalesce(benchmarks.page_breakdown, '') || ' ' || benchmarks.page_part
        || ' ' || benchmarks.benchmark as series,
        benchmarks.valid_from as first_on,
        benchmarks.valid_to as last_on
    from {{ ref('benchmarks') }} as benchmarks
    union all
    -- The outturns of a year are known within the year after, so they are the newest for two.
    select
        outturns.la_code,
        'annual_outturns.csv' as seed,
        false as is_rule,
        'all' as series,
        outturns.valid_from as first_on,
        {{ add_months(reporting_year_start('outturns.valid_from'), 24) }} - 1 as last_on
    from {{ ref('annual_outturns') }} as outturns
    union all
    select
        comparators.la_code,
        'comparators.csv' as seed,
        false as is_rule,
        'all' as series,
        comparators.valid_from as first_on,
        comparators.valid_to as last_on
    from {{ ref('comparators') }} as comparators
)

select
    spans.la_code,
    spans.seed,
    spans.is_rule,
    spans.series,
    newest.delivery_month_on,
    max(coalesce(spans.last_on, cast('9999-12-31' as date))) as last_on
from spans
inner join newest on spans.la_code = newest.la_code
where coalesce(spans.first_on <= newest.delivery_month_on, true)
group by spans.la_code, spans.seed, spans.is_rule, spans.series, newest.delivery_month_on
