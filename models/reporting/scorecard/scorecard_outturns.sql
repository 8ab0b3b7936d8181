{{ config(materialized='ephemeral') }}

-- The outturns and benchmarks of each scorecard row: as the page prints them, unless the scorecard prints its own.
with as_on_the_page as (
    select
        figures.la_code,
        figures.report_month,
        layout.row_key,
        layout.part,
        coalesce(cast(figures.years_before as string), figures.period) as place,
        case
            when layout.part = 'percent' and figures.printed like '% of %'
                then regexp_extract(figures.printed, '[0-9.]+%', 0)
            else figures.printed
        end as printed,
        figures.vintage
    from {{ ref('seed_figures') }} as figures
    inner join {{ ref('scorecard_layout') }} as layout
        on
            figures.page_key = layout.page_key
            and figures.page_breakdown = coalesce(layout.page_breakdown, '')
            and figures.page_part = layout.page_part
),

of_its_own as (
    select
        issues.la_code,
        issues.report_month,
        deviations.row_key,
        layout.part,
        case deviations.period_kind
            when 'benchmark' then deviations.period
            else
                cast(
                    extract(year from {{ reporting_year_start('issues.report_month') }})
                    - cast(left(deviations.period, 4) as integer) as string
                )
        end as place,
        deviations.printed,
        case
            when
                deviations.period_kind = 'benchmark'
                and {{ reporting_year_start('issues.report_month') }}
                > {{ reporting_year_start('deviations.valid_from') }}
                then 'held since ' || {{ long_date('deviations.valid_from') }}
        end as vintage
    from {{ ref('report_issues') }} as issues
    inner join {{ ref('scorecard_deviations') }} as deviations
        on
            issues.la_code = deviations.la_code
            and issues.report_month >= deviations.valid_from
    inner join {{ ref('scorecard_layout') }} as layout
        on deviations.row_key = layout.row_key
    where issues.is_latest_issue
),

chosen as (
    select
        coalesce(of_its_own.la_code, as_on_the_page.la_code) as la_code,
        coalesce(of_its_own.report_month, as_on_the_page.report_month) as report_month,
        coalesce(of_its_own.row_key, as_on_the_page.row_key) as row_key,
        coalesce(of_its_own.place, as_on_the_page.place) as place,
        coalesce(of_its_own.printed, as_on_the_page.printed) as printed,
        coalesce(of_its_own.part, as_on_the_page.part) as part,
        case when of_its_own.printed is null then as_on_the_page.vintage else of_its_own.vintage end as vintage
    from as_on_the_page
    full outer join of_its_own
        on
            as_on_the_page.la_code = of_its_own.la_code
            and as_on_the_page.report_month = of_its_own.report_month
            and as_on_the_page.row_key = of_its_own.row_key
            and as_on_the_page.place = of_its_own.place
)

select
    chosen.*,
    {{ number_in('chosen.printed', 'chosen.part') }} as value
from chosen
