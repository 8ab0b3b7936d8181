{{ config(materialized='ephemeral') }}

with known_referrals as (
    {{ known_rows('stg_referrals') }}
),

first_conferences as (
    select
        conferences.la_code,
        conferences.enquiry_id,
        min(conferences.held_on) as held_on
    from {{ ref('initial_conferences') }} as conferences
    group by conferences.la_code, conferences.enquiry_id
),

in_order as (
    select
        enquiries.*,
        lead(enquiries.started_on) over (
            partition by enquiries.la_code, enquiries.child_id, enquiries.started_on is null
            order by enquiries.started_on, enquiries.completed_on nulls last, enquiries.enquiry_id
        ) as next_started_on
    from {{ ref('s47_enquiries') }} as enquiries
),

judged as (
    select
        enquiries.la_code,
        enquiries.child_id,
        enquiries.enquiry_id as event_id,
        {% call each_of() -%}
            case when enquiries.started_on < referrals.referred_on then 'CIN-2889' end,
            case
                when coalesce(first_conferences.held_on < enquiries.started_on, enquiries.started_on is null)
                    then 'CIN-8615'
            end,
            case
                when coalesce(enquiries.completed_on > enquiries.next_started_on, enquiries.next_started_on is not null)
                    then 'CIN-8890'
            end
        {%- endcall %} as rule
    from in_order as enquiries
    left join known_referrals as referrals
        on enquiries.la_code = referrals.la_code and enquiries.referral_id = referrals.referral_id
    left join first_conferences
        on enquiries.la_code = first_conferences.la_code and enquiries.enquiry_id = first_conferences.enquiry_id
)

select * from judged
where judged.rule is not null
