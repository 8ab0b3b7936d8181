with issues as (
    select
        ledger.*,
        indicators.shown_as,
        row_number() over (
            partition by
                ledger.la_code, ledger.indicator_id, ledger.breakdown, ledger.period_kind, ledger.period_end_on
            order by ledger.issue desc
        ) as nth_from_last
    from {{ ref('published_values') }} as ledger
    inner join {{ ref('indicators') }} as indicators
        on ledger.indicator_id = indicators.indicator_id
)

select
    last_issue.la_code,
    last_issue.indicator_id,
    last_issue.breakdown,
    last_issue.period_kind,
    last_issue.first_month_on,
    last_issue.period_end_on,
    first_issue.publication_no as first_publication_no,
    first_issue.as_known_on as first_known_on,
    first_issue.numerator as first_numerator,
    first_issue.denominator as first_denominator,
    first_issue.value as first_value,
    last_issue.publication_no as last_publication_no,
    last_issue.as_known_on as last_known_on,
    last_issue.numerator as last_numerator,
    last_issue.denominator as last_denominator,
    last_issue.value as last_value,
    last_issue.value - first_issue.value as difference,
    last_issue.shown_as
from issues as last_issue
inner join issues as first_issue
    on
        last_issue.la_code = first_issue.la_code
        and last_issue.indicator_id = first_issue.indicator_id
        and last_issue.breakdown = first_issue.breakdown
        and last_issue.period_kind = first_issue.period_kind
        and last_issue.period_end_on = first_issue.period_end_on
        and first_issue.issue = 1
where
    last_issue.nth_from_last = 1
    and (
        last_issue.numerator is distinct from first_issue.numerator
        or last_issue.denominator is distinct from first_issue.denominator
        or last_issue.value_status <> first_issue.value_status
    )
