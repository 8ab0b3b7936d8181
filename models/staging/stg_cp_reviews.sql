with landed as (
    {{ landed_rows('ssd_cp_reviews', dates=['cppr_cp_review_date']) }}
),

typed as (
    select
        {{ provenance() }},
        {{ key_value('cppr_cp_review_id') }} as review_id,
        {{ key_value('cppr_person_id') }} as child_id,
        {{ key_value('cppr_cp_plan_id') }} as plan_id,
        {{ date_value('cppr_cp_review_date') }} as held_on,
        coalesce(
            row_fault,
            {{ missing_key('cppr_cp_review_id') }},
            {{ missing_key('cppr_person_id') }},
            {{ unreadable_date('cppr_cp_review_date') }}
        ) as value_refusal,
        {{ attribute_faults([
            unreadable_key('cppr_cp_plan_id'),
        ]) }} as attribute_faults
    from landed
),

fingerprinted as (
    {{ fingerprinted_rows() }}
)

select
    fingerprinted.*,
    coalesce(fingerprinted.value_refusal, {{ refuse_repeated('cppr_cp_review_id') }}) as refusal_reason
from fingerprinted
{{ window_of_repeats('review_id') }}
