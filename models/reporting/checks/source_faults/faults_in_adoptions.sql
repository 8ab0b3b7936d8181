{{ config(materialized='ephemeral') }}

with known_adoptions as (
    {{ known_rows('stg_adoptions') }}
),

judged as (
    select
        known_adoptions.la_code,
        known_adoptions.child_id,
        known_adoptions.adoption_id as event_id,
        {% call each_of() -%}
            case when known_adoptions.matched_on > known_adoptions.placed_on then '903-331' end,
            case when known_adoptions.adoption_decided_on > known_adoptions.placement_order_on then '903-554' end
        {%- endcall %} as rule
    from known_adoptions
)

select * from judged
where judged.rule is not null
