-- A report is what was known when its own month was last published; later reruns belong to later reports.
with published_months as (
    select
        ledger.la_code,
        max(ledger.period_end_on) as report_month,
        ledger.as_known_on,
        ledger.delivery_id
    from {{ ref('published_values') }} as ledger
    group by ledger.la_code, ledger.as_known_on, ledger.delivery_id
)

select
    published_months.la_code,
    published_months.report_month,
    published_months.as_known_on,
    published_months.delivery_id,
    row_number() over (
        partition by published_months.la_code, published_months.report_month
        order by published_months.as_known_on, published_months.delivery_id
    ) as report_issue,
    row_number() over (
        partition by published_months.la_code, published_months.report_month
        order by published_months.as_known_on desc, published_months.delivery_id desc
    ) = 1 as is_latest_issue
from published_months
