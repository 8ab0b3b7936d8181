with cells as (
    select
        shown.la_code,
        shown.report_month,
        layout.row_no,
        layout.ref,
        layout.title,
        layout.good_performance,
        layout.part,
        layout.has_year_to_date,
        shown.period_kind,
        shown.period_end_on,
        case
            when shown.value_status <> 'reported' then '-'
            when layout.part in ('count', 'numerator') then {{ whole_number('shown.numerator') }}
            else {{ printed('layout.part', 'shown.rounded_value', 'shown.decimals') }}
        end as printed
    from {{ ref('report_values') }} as shown
    inner join {{ ref('scorecard_layout') }} as layout
        on shown.indicator_id = layout.indicator_id and shown.breakdown = layout.breakdown
)

select
    cells.la_code,
    cells.report_month,
    cells.row_no,
    coalesce(cells.ref, '') as ref,
    cells.title,
    cells.good_performance,
    cells.part,
    max(cells.printed) filter (
        where cells.period_kind = 'month'
        and cells.period_end_on = last_day({{ add_months('cells.report_month', -2) }})
    ) as two_months_before,
    max(cells.printed) filter (
        where cells.period_kind = 'month'
        and cells.period_end_on = last_day({{ add_months('cells.report_month', -1) }})
    ) as month_before,
    max(cells.printed) filter (
        where cells.period_kind = 'month' and cells.period_end_on = cells.report_month
    ) as this_month,
    coalesce(max(cells.printed) filter (where cells.period_kind = 'ytd' and cells.has_year_to_date), '-')
        as year_to_date
from cells
group by
    cells.la_code, cells.report_month, cells.row_no, cells.ref, cells.title, cells.good_performance, cells.part
