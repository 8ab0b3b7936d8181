{{ config(materialized='ephemeral') }}

-- Of every value last published that does not grow with a council's size: the number as printed, and which is better.
with last_published as (
    select
        ledger.*,
        row_number() over (
            partition by
                ledger.la_code, ledger.indicator_id, ledger.breakdown, ledger.period_kind, ledger.period_end_on
            order by ledger.issue desc
        ) as nth_from_last
    from {{ ref('published_values') }} as ledger
),

scaled as (
    select
        ledger.*,
        indicators.decimals,
        case
            when indicators.polarity = 'high' then 'high'
            when indicators.polarity in ('low', 'within_limits_low') then 'low'
        end as better,
        case indicators.unit when 'percent' then 100 when 'rate_per_10k' then 10000 else 1 end as scale
    from last_published as ledger
    inner join {{ ref('indicators') }} as indicators
        on ledger.indicator_id = indicators.indicator_id
    where
        ledger.nth_from_last = 1
        and indicators.unit <> 'count'
)

select
    scaled.la_code,
    scaled.indicator_id,
    scaled.breakdown,
    scaled.period_kind,
    scaled.period_end_on,
    scaled.as_known_on,
    scaled.better,
    scaled.scale,
    scaled.decimals,
    scaled.numerator,
    scaled.denominator,
    case
        when scaled.value_status = 'reported'
            then {{ half_up('scaled.numerator', 'scaled.denominator', 'scaled.scale', 'scaled.decimals') }}
    end as value,
    scaled.value_status
from scaled
