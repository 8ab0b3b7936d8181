{{ config(materialized='ephemeral') }}

-- What a report prints that no delivery gives: the outturns of the five years before its own, and benchmarks.
-- An academic year stands in the column of the reporting year that begins in it.
with reports as (
    select
        issues.la_code,
        issues.report_month,
        issues.as_known_on,
        extract(year from {{ reporting_year_start('issues.report_month') }}) as report_year
    from {{ ref('report_issues') }} as issues
    where issues.is_latest_issue
),

outturns as (
    select
        outturns.*,
        cast(left(outturns.period, 4) as integer) + case when outturns.period like '% AY' then 1 else 0 end
            as column_year
    from {{ ref('annual_outturns') }} as outturns
)

select
    reports.la_code,
    reports.report_month,
    reports.as_known_on,
    outturns.page_key,
    coalesce(outturns.page_breakdown, '') as page_breakdown,
    outturns.page_part,
    'annual' as period_kind,
    outturns.period,
    reports.report_year - outturns.column_year as years_before,
    outturns.printed,
    cast(null as string) as vintage
from reports
inner join outturns
    on
        reports.la_code = outturns.la_code
        and reports.report_month >= outturns.valid_from
        and reports.report_year - outturns.column_year between 1 and 5
union all
select
    reports.la_code,
    reports.report_month,
    reports.as_known_on,
    benchmarks.page_key,
    coalesce(benchmarks.page_breakdown, '') as page_breakdown,
    benchmarks.page_part,
    'benchmark' as period_kind,
    benchmarks.benchmark as period,
    null as years_before,
    benchmarks.printed,
    case
        when
            benchmarks.valid_to is null
            and reports.report_year > extract(year from {{ reporting_year_start('benchmarks.valid_from') }})
            then coalesce(benchmarks.year, 'held since ' || {{ long_date('benchmarks.valid_from') }})
    end as vintage
from reports
inner join {{ ref('benchmarks') }} as benchmarks
    on
        reports.la_code = benchmarks.la_code
        and reports.report_month >= benchmarks.valid_from
        and (benchmarks.valid_to is null or reports.report_month <= benchmarks.valid_to)
