with known_adoptions as (
    {{ known_rows('stg_adoptions') }}
)

select
    known_adoptions.la_code,
    known_adoptions.adoption_id,
    known_adoptions.child_id,
    known_adoptions.adopted_on,
    known_adoptions.adopted_on between known_adoptions.adoption_decided_on
    and {{ add_months('known_adoptions.adoption_decided_on', 12) }} as is_within_12_months_of_decision,
    -- The clock stops where the child moved in with the adopters: for carers who adopt, when fostering began.
    greatest(
        0,
        {{ days_between(
            'known_adoptions.entered_care_on',
            'coalesce(known_adoptions.placed_with_adopting_carer_on, known_adoptions.placed_on)'
        ) }}
    ) as days_from_care_to_placement,
    greatest(0, {{ days_between('known_adoptions.placement_order_on', 'known_adoptions.matched_on') }})
        as days_from_order_to_match,
    coalesce(known_adoptions.placed_with_adopting_carer_on, known_adoptions.placed_on) is not null
    and known_adoptions.entered_care_on is not null as has_placement_dates,
    known_adoptions.placement_order_on is not null and known_adoptions.matched_on is not null as has_match_dates
from known_adoptions
where known_adoptions.adopted_on is not null
