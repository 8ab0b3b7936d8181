with monthly as (
    select
        events.la_code,
        events.indicator_id,
        events.breakdown,
        events.month_on,
        sum(events.numerator) as numerator,
        sum(events.weight) as weight
    from {{ ref('indicator_events') }} as events
    group by events.la_code, events.indicator_id, events.breakdown, events.month_on
),

totals as (
    select
        spans.la_code,
        spans.indicator_id,
        spans.breakdown,
        spans.period_kind,
        spans.first_month_on,
        spans.period_end_on,
        spans.is_source_missing,
        spans.is_not_collected,
        spans.as_known_on,
        spans.delivery_id,
        coalesce(sum(monthly.numerator), 0) as numerator,
        coalesce(sum(monthly.weight), 0) as weight
    from {{ ref('indicator_spans') }} as spans
    left join monthly
        on
            spans.la_code = monthly.la_code
            and spans.indicator_id = monthly.indicator_id
            and spans.breakdown = monthly.breakdown
            and monthly.month_on between spans.first_month_on and spans.period_end_on
    group by
        spans.la_code, spans.indicator_id, spans.breakdown, spans.period_kind,
        spans.first_month_on, spans.period_end_on,
        spans.is_source_missing, spans.is_not_collected, spans.as_known_on, spans.delivery_id
),

with_denominator as (
    select
        totals.*,
        indicators.unit,
        case indicators.unit
            when 'rate_per_10k' then populations.population_aged_0_17
            when 'count' then null
            else
                case
                    when indicators.is_share_of_total
                        then
                            sum(totals.weight) over (
                                partition by
                                    totals.la_code, totals.indicator_id, totals.period_kind, totals.period_end_on
                            )
                    else totals.weight
                end
        end as denominator
    from totals
    inner join {{ ref('indicators') }} as indicators
        on totals.indicator_id = indicators.indicator_id
    left join {{ ref('child_populations') }} as populations
        on
            totals.la_code = populations.la_code
            and totals.period_end_on between populations.valid_from
            and coalesce(populations.valid_to, cast('9999-12-31' as date))
),

with_status as (
    select
        with_denominator.*,
        case
            when with_denominator.is_source_missing then 'source_missing'
            when with_denominator.is_not_collected then 'not_collected'
            when with_denominator.unit = 'rate_per_10k' and with_denominator.denominator is null
                then 'population_missing'
            when with_denominator.unit in ('percent', 'average') and with_denominator.denominator = 0 then 'no_cases'
            else 'reported'
        end as value_status
    from with_denominator
)

select
    with_status.la_code,
    with_status.indicator_id,
    with_status.breakdown,
    with_status.period_kind,
    with_status.first_month_on,
    with_status.period_end_on,
    with_status.as_known_on,
    with_status.delivery_id,
    case
        when with_status.value_status in ('reported', 'no_cases', 'population_missing')
            then cast(with_status.numerator as double)
    end as numerator,
    case when with_status.value_status in ('reported', 'no_cases') then cast(with_status.denominator as double) end
        as denominator,
    case
        when with_status.value_status <> 'reported' then null
        when with_status.unit = 'count' then cast(with_status.numerator as double)
        when with_status.unit = 'percent' then cast(100 * with_status.numerator as double) / with_status.denominator
        when with_status.unit = 'average' then cast(with_status.numerator as double) / with_status.denominator
        when with_status.unit = 'rate_per_10k'
            then cast(10000 * with_status.numerator as double) / with_status.denominator
    end as value,
    with_status.value_status
from with_status
