with landed as (
    {{ landed_rows('ssd_cla_reviews', dates=['clar_cla_review_date']) }}
),

typed as (
    select
        {{ provenance() }},
        {{ key_value('clar_cla_review_id') }} as review_id,
        {{ key_value('clar_cla_id') }} as period_of_care_id,
        {{ date_value('clar_cla_review_date') }} as held_on,
        {{ flag_value('clar_cla_review_cancelled') }} as is_cancelled,
        coalesce(
            row_fault,
            {{ missing_key('clar_cla_review_id') }},
            {{ unreadable_date('clar_cla_review_date') }}
        ) as value_refusal,
        {{ attribute_faults([
            unreadable_flag('clar_cla_review_cancelled'),
            unreadable_key('clar_cla_id'),
        ]) }} as attribute_faults
    from landed
),

fingerprinted as (
    {{ fingerprinted_rows() }}
)

select
    fingerprinted.*,
    coalesce(fingerprinted.value_refusal, {{ refuse_repeated('clar_cla_review_id') }}) as refusal_reason
from fingerprinted
{{ window_of_repeats('review_id') }}
