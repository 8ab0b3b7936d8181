select
    shown.la_code,
    shown.report_month,
    cast(shown.denominator as bigint) as population_aged_0_17,
    populations.vintage,
    min(shown.period_end_on) as first_month_on,
    max(shown.period_end_on) as last_month_on,
    coalesce(
        bool_or(
            populations.valid_to is null
            and {{ reporting_year_start('shown.period_end_on') }}
            > {{ reporting_year_start('populations.valid_from') }}
        ),
        false
    ) as is_past_its_year
from {{ ref('report_values') }} as shown
inner join {{ ref('indicators') }} as indicators
    on shown.indicator_id = indicators.indicator_id
left join {{ ref('child_populations') }} as populations
    on
        shown.la_code = populations.la_code
        and shown.denominator = populations.population_aged_0_17
        and shown.period_end_on between populations.valid_from
        and coalesce(populations.valid_to, cast('9999-12-31' as date))
where indicators.unit = 'rate_per_10k' and shown.denominator is not null
group by shown.la_code, shown.report_month, shown.denominator, populations.vintage
