{{ config(materialized='ephemeral') }}

with known_assessments as (
    {{ known_rows('stg_assessments') }}
),

known_referrals as (
    {{ known_rows('stg_referrals') }}
),

judged as (
    select
        assessments.la_code,
        assessments.child_id,
        assessments.assessment_id as event_id,
        {% call each_of() -%}
            case when assessments.started_on < referrals.referred_on then 'CIN-1103' end,
            case when assessments.authorised_on < assessments.started_on then 'CIN-8608' end,
            case
                when assessments.authorised_on is null and referrals.closed_on <= deliveries.as_known_on
                    then 'CIN-8867'
            end
        {%- endcall %} as rule
    from known_assessments as assessments
    inner join {{ ref('stg_deliveries') }} as deliveries
        on assessments.la_code = deliveries.la_code and deliveries.is_newest
    left join known_referrals as referrals
        on assessments.la_code = referrals.la_code and assessments.referral_id = referrals.referral_id
)

select * from judged
where judged.rule is not null
