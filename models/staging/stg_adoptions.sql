with landed as (
    {{ landed_rows('tracker_adoptions', dates=[
        'entered_care_date',
        'shobpa_date',
        'placement_order_date',
        'matched_date',
        'placed_date',
        'foster_carer_placed_date',
        'adoption_order_date',
    ]) }}
),

typed as (
    select
        {{ provenance() }},
        {{ key_value('tracker_id') }} as adoption_id,
        {{ key_value('person_id') }} as child_id,
        {{ date_value('entered_care_date') }} as entered_care_on,
        {{ date_value('shobpa_date') }} as adoption_decided_on,
        {{ date_value('placement_order_date') }} as placement_order_on,
        {{ date_value('matched_date') }} as matched_on,
        {{ date_value('placed_date') }} as placed_on,
        {{ date_value('foster_carer_placed_date') }} as placed_with_adopting_carer_on,
        {{ date_value('adoption_order_date') }} as adopted_on,
        coalesce(
            row_fault,
            {{ missing_key('tracker_id') }},
            {{ missing_key('person_id') }},
            {{ unreadable_date('adoption_order_date') }}
        ) as value_refusal,
        {{ attribute_faults([
            unreadable_date('entered_care_date'),
            unreadable_date('shobpa_date'),
            unreadable_date('placement_order_date'),
            unreadable_date('matched_date'),
            unreadable_date('placed_date'),
            unreadable_date('foster_carer_placed_date'),
        ]) }} as attribute_faults
    from landed
),

fingerprinted as (
    {{ fingerprinted_rows() }}
)

select
    fingerprinted.*,
    coalesce(fingerprinted.value_refusal, {{ refuse_repeated('tracker_id') }}) as refusal_reason
from fingerprinted
{{ window_of_repeats('adoption_id') }}
