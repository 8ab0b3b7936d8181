{#- What the death of a child leaves open, by table: model, key and end. -#}
{%- set kinds = [
    ('SSD-1', 'stg_care_episodes', 'episode_id', 'ceased_on'),
    ('SSD-2', 'stg_cp_plans', 'plan_id', 'ended_on'),
    ('SSD-3', 'stg_referrals', 'referral_id', 'closed_on'),
    ('SSD-4', 'stg_assessments', 'assessment_id', 'authorised_on'),
    ('SSD-5', 'stg_care_leaver_history', 'status_id', 'last_day_on'),
    ('SSD-6', 'stg_involvements', 'involvement_id', 'ended_on'),
] -%}
{{ config(materialized='ephemeral') }}

with died as (
    select
        children.la_code,
        children.child_id
    from {{ ref('children') }} as children
    inner join {{ ref('stg_deliveries') }} as deliveries
        on children.la_code = deliveries.la_code and deliveries.is_newest
    where children.died_on <= deliveries.as_known_on
)

select distinct -- a child can have several periods of care
    periods.la_code,
    periods.child_id,
    periods.child_id as event_id,
    '903-102' as rule
from {{ ref('periods_of_care') }} as periods
left join {{ ref('children') }} as children
    on periods.la_code = children.la_code and periods.child_id = children.child_id
where children.born_on is null
{%- for rule, model, key, end in kinds %}
    union all
    select
        records.la_code,
        records.child_id,
        records.{{ key }} as event_id,
        '{{ rule }}' as rule
    from {{ ref(model) }} as records
    inner join died
        on records.la_code = died.la_code and records.child_id = died.child_id
    where
        records.is_newest
        and records.refusal_reason is null
        and records.{{ end }} is null
        {%- if model == 'stg_referrals' %}
            and not coalesce(records.is_no_further_action, false)
        {%- endif %}
{%- endfor %}
