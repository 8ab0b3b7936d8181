{{ config(materialized='ephemeral') }}

with known_placements as (
    {{ known_rows('stg_placements') }}
),

-- Where no legal status at all was delivered, a placement order is not missing.
orders as (
    select
        statuses.la_code,
        statuses.child_id,
        min(statuses.started_on) as first_order_on
    from {{ ref('legal_statuses') }} as statuses
    where statuses.legal_status = 'E1'
    group by statuses.la_code, statuses.child_id
),

councils_with_statuses as (
    select distinct statuses.la_code -- one row per council of one per status
    from {{ ref('legal_statuses') }} as statuses
),

placements as (
    select
        known_placements.la_code,
        known_placements.child_id,
        known_placements.placement_id as event_id,
        {% call each_of() -%}
            case
                when
                    known_placements.placement_type in ('A5', 'A6')
                    and councils_with_statuses.la_code is not null
                    and coalesce(orders.first_order_on > known_placements.started_on, orders.child_id is null)
                    then '903-408'
            end,
            case
                when
                    known_placements.provider is null
                    and known_placements.placement_type not in ('T0', 'T1', 'T2', 'T3', 'T4', 'Z1')
                    then '903-526'
            end
        {%- endcall %} as rule
    from known_placements
    left join orders
        on known_placements.la_code = orders.la_code and known_placements.child_id = orders.child_id
    left join councils_with_statuses
        on known_placements.la_code = councils_with_statuses.la_code
),

short_breaks as (
    select
        breaks.la_code,
        breaks.child_id,
        breaks.legal_status_id as event_id,
        '903-365' as rule
    from {{ ref('legal_statuses') }} as breaks
    inner join {{ ref('stg_deliveries') }} as deliveries
        on breaks.la_code = deliveries.la_code and deliveries.is_newest
    where
        breaks.legal_status = 'V3'
        and {{ days_between('breaks.started_on', 'coalesce(breaks.ended_on, deliveries.as_known_on)') }} > 17
)

select * from placements
where placements.rule is not null
union all
select * from short_breaks
