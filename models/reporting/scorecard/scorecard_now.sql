{{ config(materialized='ephemeral') }}

-- The scorecard of each report of which none was kept: of the one that this build publishes, and of those published
-- before scorecards were kept.
with kept as (
    select distinct
        ledger.la_code,
        ledger.publication_no
    from {{ source('ledger', 'published_scorecard') }} as ledger
),

reports as (
    select
        issues.la_code,
        issues.report_month,
        issues.publication_no,
        issues.delivery_id
    from {{ ref('report_issues') }} as issues
    left join kept
        on
            issues.la_code = kept.la_code
            and issues.publication_no = kept.publication_no
    where
        issues.is_latest_issue
        and kept.publication_no is null
),

months as (
    select
        cells.la_code,
        cells.report_month,
        cells.row_key,
        any_value(cells.printed) filter (where cells.place = 'two_months_before') as two_months_before,
        any_value(cells.value) filter (where cells.place = 'two_months_before') as two_months_before_value,
        any_value(cells.printed) filter (where cells.place = 'month_before') as month_before,
        any_value(cells.value) filter (where cells.place = 'month_before') as month_before_value,
        any_value(cells.printed) filter (where cells.place = 'this_month') as this_month,
        any_value(cells.printed) filter (where cells.place = 'year_to_date') as year_to_date,
        any_value(cells.value) filter (where cells.place = 'year_to_date') as year_to_date_value,
        any_value(cells.figure) filter (where cells.place = 'two_months_before') as two_months_before_figure,
        any_value(cells.figure) filter (where cells.place = 'month_before') as month_before_figure,
        any_value(cells.figure) filter (where cells.place = 'this_month') as this_month_figure
    from {{ ref('scorecard_cells') }} as cells
    group by cells.la_code, cells.report_month, cells.row_key
),

outturns as (
    select
        cells.la_code,
        cells.report_month,
        cells.row_key,
        any_value(cells.printed) filter (where cells.place = '5') as five_years_before,
        any_value(cells.value) filter (where cells.place = '5') as five_years_before_value,
        any_value(cells.printed) filter (where cells.place = '4') as four_years_before,
        any_value(cells.value) filter (where cells.place = '4') as four_years_before_value,
        any_value(cells.printed) filter (where cells.place = '3') as three_years_before,
        any_value(cells.value) filter (where cells.place = '3') as three_years_before_value,
        any_value(cells.printed) filter (where cells.place = '2') as two_years_before,
        any_value(cells.value) filter (where cells.place = '2') as two_years_before_value,
        any_value(cells.printed) filter (where cells.place = '1') as year_before,
        any_value(cells.value) filter (where cells.place = '1') as year_before_value,
        any_value(cells.printed) filter (where cells.place = 'SN AVE') as neighbours_average,
        any_value(cells.value) filter (where cells.place = 'SN AVE') as neighbours_average_value,
        any_value(cells.printed) filter (where cells.place = 'BEST SN') as neighbours_best,
        any_value(cells.value) filter (where cells.place = 'BEST SN') as neighbours_best_value,
        any_value(cells.printed) filter (where cells.place = 'NAT AVE') as national_average,
        any_value(cells.value) filter (where cells.place = 'NAT AVE') as national_average_value,
        any_value(cells.printed) filter (where cells.place = 'NAT TOP QTILE') as national_top_quartile,
        any_value(cells.value) filter (where cells.place = 'NAT TOP QTILE') as national_top_quartile_value,
        max(cells.vintage) as benchmarks_of
    from {{ ref('scorecard_outturns') }} as cells
    group by cells.la_code, cells.report_month, cells.row_key
)

select
    reports.la_code,
    reports.report_month,
    reports.publication_no,
    reports.delivery_id,
    layout.row_key,
    layout.row_no,
    coalesce(layout.ref, '') as ref,
    layout.section,
    coalesce(titles.title, layout.title) as title,
    layout.good_performance,
    layout.data_note,
    layout.part,
    layout.indicator_id,
    layout.breakdown,
    layout.quantity,
    layout.has_year_to_date,
    pages.page,
    months.two_months_before,
    months.two_months_before_value,
    months.month_before,
    months.month_before_value,
    months.this_month,
    coalesce(months.year_to_date, '-') as year_to_date,
    months.year_to_date_value,
    months.two_months_before_figure,
    months.month_before_figure,
    months.this_month_figure,
    ratings.dot,
    ratings.dot_reason,
    ratings.is_low_good,
    ratings.what_is_good,
    ratings.rag,
    ratings.rag_reason,
    coalesce(ratings.red_printed, '') as red,
    coalesce(ratings.amber_printed, '') as amber,
    coalesce(ratings.green_printed, '') as target_green,
    ratings.this_month_value,
    ratings.is_target_met,
    ratings.target_from,
    ratings.target_to,
    ratings.tolerance_from,
    ratings.tolerance_to,
    coalesce(outturns.five_years_before, '-') as five_years_before,
    outturns.five_years_before_value,
    coalesce(outturns.four_years_before, '-') as four_years_before,
    outturns.four_years_before_value,
    coalesce(outturns.three_years_before, '-') as three_years_before,
    outturns.three_years_before_value,
    coalesce(outturns.two_years_before, '-') as two_years_before,
    outturns.two_years_before_value,
    coalesce(outturns.year_before, '-') as year_before,
    outturns.year_before_value,
    coalesce(outturns.neighbours_average, '-') as neighbours_average,
    outturns.neighbours_average_value,
    coalesce(outturns.neighbours_best, '-') as neighbours_best,
    outturns.neighbours_best_value,
    coalesce(outturns.national_average, '-') as national_average,
    outturns.national_average_value,
    coalesce(outturns.national_top_quartile, '-') as national_top_quartile,
    outturns.national_top_quartile_value,
    outturns.benchmarks_of
from reports
cross join {{ ref('scorecard_layout') }} as layout
left join {{ ref('scorecard_titles') }} as titles
    on
        reports.la_code = titles.la_code
        and layout.row_key = titles.row_key
        and reports.report_month between titles.valid_from and coalesce(titles.valid_to, cast('9999-12-31' as date))
inner join months
    on
        reports.la_code = months.la_code
        and reports.report_month = months.report_month
        and layout.row_key = months.row_key
inner join {{ ref('scorecard_ratings') }} as ratings
    on
        reports.la_code = ratings.la_code
        and reports.report_month = ratings.report_month
        and layout.row_key = ratings.row_key
left join {{ ref('report_layout') }} as pages
    on
        layout.page_key = pages.key
        and coalesce(layout.page_breakdown, '') = coalesce(pages.breakdown, '')
        and layout.page_part = pages.part
left join outturns
    on
        reports.la_code = outturns.la_code
        and reports.report_month = outturns.report_month
        and layout.row_key = outturns.row_key
