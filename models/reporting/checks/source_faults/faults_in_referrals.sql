{{ config(materialized='ephemeral') }}

with known_referrals as (
    {{ known_rows('stg_referrals') }}
),

-- A referral of no further action opens no case, so it neither overlaps nor is overlapped.
in_order as (
    select
        known_referrals.*,
        lead(known_referrals.referred_on) over (
            partition by
                known_referrals.la_code,
                known_referrals.child_id,
                known_referrals.referred_on is null,
                coalesce(known_referrals.is_no_further_action, false)
            order by known_referrals.referred_on, known_referrals.closed_on nulls last, known_referrals.referral_id
        ) as next_referred_on,
        not coalesce(known_referrals.is_no_further_action, false) as is_case
    from known_referrals
),

judged as (
    select
        referrals.la_code,
        referrals.child_id,
        referrals.referral_id as event_id,
        {% call each_of() -%}
            case when coalesce(referrals.referred_on > deliveries.as_known_on, true) then 'CIN-8600' end,
            case when referrals.closed_on < referrals.referred_on then 'CIN-8630' end,
            case
                when referrals.is_case and referrals.closed_on is null and referrals.next_referred_on is not null
                    then 'CIN-8816'
            end,
            case when referrals.is_case and referrals.closed_on > referrals.next_referred_on then 'CIN-8820' end
        {%- endcall %} as rule
    from in_order as referrals
    inner join {{ ref('stg_deliveries') }} as deliveries
        on referrals.la_code = deliveries.la_code and deliveries.is_newest
)

select * from judged
where judged.rule is not null
