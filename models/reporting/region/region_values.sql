with councils as (
    select count(distinct ledger.la_code) as councils
    from {{ ref('published_values') }} as ledger
),

summed as (
    select
        comparable.indicator_id,
        comparable.breakdown,
        comparable.period_kind,
        comparable.period_end_on,
        comparable.better,
        comparable.scale,
        comparable.decimals,
        count(*) as councils_with_value,
        round(sum(comparable.numerator), 3) as numerator,
        round(sum(comparable.denominator), 3) as denominator,
        sum(comparable.value) as sum_of_values
    from {{ ref('comparable_values') }} as comparable
    where comparable.value_status = 'reported'
    group by
        comparable.indicator_id, comparable.breakdown, comparable.period_kind, comparable.period_end_on,
        comparable.better, comparable.scale, comparable.decimals
)

select
    cast('region' as string) as la_code,
    summed.indicator_id,
    summed.breakdown,
    summed.period_kind,
    summed.period_end_on,
    cast(summed.councils_with_value as integer) as councils_with_value,
    cast(councils.councils - summed.councils_with_value as integer) as councils_missing,
    summed.numerator,
    summed.denominator,
    {{ half_up('summed.numerator', 'summed.denominator', 'summed.scale', 'summed.decimals') }} as value,
    {{ half_up('summed.sum_of_values', 'summed.councils_with_value', '1', 'summed.decimals') }} as council_average
from summed
cross join councils
where councils.councils > 1
