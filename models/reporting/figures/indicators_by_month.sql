with last_published as (
    select
        ledger.*,
        row_number() over (
            partition by ledger.la_code, ledger.indicator_id, ledger.breakdown, ledger.period_end_on
            order by ledger.issue desc
        ) as nth_from_last
    from {{ ref('published_values') }} as ledger
    where ledger.period_kind in ('month', 'term')
)

select
    ledger.la_code,
    indicators.subject,
    ledger.indicator_id,
    indicators.title,
    ledger.breakdown,
    coalesce(breakdowns.label, ledger.breakdown) as breakdown_label,
    ledger.period_end_on as month_on,
    ledger.numerator,
    ledger.denominator,
    ledger.value,
    indicators.unit,
    ledger.value_status,
    ledger.as_known_on
from last_published as ledger
inner join {{ ref('indicators') }} as indicators
    on ledger.indicator_id = indicators.indicator_id
left join {{ ref('breakdowns') }} as breakdowns
    on indicators.breakdown_set = breakdowns.breakdown_set and ledger.breakdown = breakdowns.breakdown
where ledger.nth_from_last = 1
