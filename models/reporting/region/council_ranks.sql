{#- Of fewer councils an average would give one away: see Region in the decision log. -#}
{%- set enough = 3 -%}
with comparable as (
    select * from {{ ref('comparable_values') }}
),

neighbours as (
    select
        mine.la_code,
        mine.indicator_id,
        mine.breakdown,
        mine.period_kind,
        mine.period_end_on,
        count(theirs.value) as comparators_with_value,
        count(*) - count(theirs.value) as comparators_missing,
        sum(theirs.value) as sum_of_values,
        case mine.better when 'high' then max(theirs.value) when 'low' then min(theirs.value) end as best_value
    from comparable as mine
    inner join {{ ref('comparators') }} as comparators
        on
            mine.la_code = comparators.la_code
            and mine.period_end_on between comparators.valid_from
            and coalesce(comparators.valid_to, cast('9999-12-31' as date))
    left join comparable as theirs
        on
            comparators.comparator_la_code = theirs.la_code
            and mine.indicator_id = theirs.indicator_id
            and mine.breakdown = theirs.breakdown
            and mine.period_kind = theirs.period_kind
            and mine.period_end_on = theirs.period_end_on
    group by
        mine.la_code, mine.indicator_id, mine.breakdown, mine.period_kind, mine.period_end_on, mine.better
),

compared as (
    select
        comparable.*,
        case
            when comparable.value is not null and region.councils_with_value > 1
                then rank() over (
                    partition by
                        comparable.indicator_id, comparable.breakdown, comparable.period_kind, comparable.period_end_on
                    order by
                        case comparable.better when 'low' then -1 else 1 end * comparable.value desc nulls last
                )
        end as place,
        region.councils_with_value,
        region.councils_missing,
        region.value as region_value,
        region.council_average,
        region.councils_with_value - case when comparable.value is null then 0 else 1 end as others,
        coalesce(neighbours.comparators_with_value, 0) as comparators_with_value,
        coalesce(neighbours.comparators_missing, 0) as comparators_missing,
        neighbours.sum_of_values,
        neighbours.best_value
    from comparable
    inner join {{ ref('region_values') }} as region
        on
            comparable.indicator_id = region.indicator_id
            and comparable.breakdown = region.breakdown
            and comparable.period_kind = region.period_kind
            and comparable.period_end_on = region.period_end_on
    left join neighbours
        on
            comparable.la_code = neighbours.la_code
            and comparable.indicator_id = neighbours.indicator_id
            and comparable.breakdown = neighbours.breakdown
            and comparable.period_kind = neighbours.period_kind
            and comparable.period_end_on = neighbours.period_end_on
),

shown as (
    select
        compared.*,
        compared.others >= {{ enough }} as is_region_shown,
        compared.comparators_with_value >= {{ enough }}
        and (
            compared.others = compared.comparators_with_value
            or compared.others - compared.comparators_with_value >= {{ enough }}
        ) as is_comparison_shown
    from compared
)

select
    shown.la_code,
    shown.indicator_id,
    shown.breakdown,
    shown.period_kind,
    shown.period_end_on,
    shown.value,
    shown.value_status,
    case when shown.better is null then 'highest' else 'best' end as first_is,
    cast(shown.place as integer) as place,
    shown.councils_with_value as councils_ranked,
    shown.councils_missing,
    cast(
        case
            when shown.better is not null and shown.councils_with_value > 3
                then ceil(4.0 * shown.place / shown.councils_with_value)
        end as integer
    ) as quartile,
    case when shown.is_region_shown then shown.region_value end as region_value,
    case when shown.is_region_shown then shown.council_average end as council_average,
    cast(shown.comparators_with_value as integer) as comparators_with_value,
    cast(shown.comparators_missing as integer) as comparators_missing,
    case
        when shown.is_comparison_shown
            then {{ half_up('shown.sum_of_values', 'shown.comparators_with_value', '1', 'shown.decimals') }}
    end as comparators_average,
    case when shown.is_comparison_shown then shown.best_value end as comparators_best
from shown
