-- Every publication issues the report of its delivery's month; what later publications say belongs to later reports.
with publications as (
    select
        ledger.la_code,
        ledger.publication_no,
        max(ledger.as_known_on) as as_known_on,
        max(ledger.delivery_id) as delivery_id,
        cast(split_part(max(ledger.delivery_id), '/', 2) as date) as report_month
    from {{ ref('published_values') }} as ledger
    group by ledger.la_code, ledger.publication_no
)

select
    publications.la_code,
    publications.report_month,
    publications.publication_no,
    publications.as_known_on,
    publications.delivery_id,
    cast(
        row_number() over (
            partition by publications.la_code, publications.report_month
            order by publications.publication_no
        ) as bigint
    ) as report_issue,
    row_number() over (
        partition by publications.la_code, publications.report_month
        order by publications.publication_no desc
    ) = 1 as is_latest_issue
from publications
