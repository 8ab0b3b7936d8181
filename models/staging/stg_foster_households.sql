with landed as (
    {{ landed_rows('lcs_foster_households', dates=['approved_date', 'deregistered_date']) }}
),

typed as (
    select
        {{ provenance() }},
        {{ key_value('household_id') }} as household_id,
        {{ date_value('approved_date') }} as approved_on,
        {{ date_value('deregistered_date') }} as deregistered_on,
        {{ listed_code('household_kind') }} as household_kind,
        coalesce(
            row_fault,
            {{ missing_key('household_id') }},
            {{ unreadable_date('approved_date') }},
            {{ unreadable_date('deregistered_date') }}
        ) as value_refusal,
        {{ attribute_faults([
            unknown_code('household_kind'),
        ]) }} as attribute_faults
    from landed
),

fingerprinted as (
    {{ fingerprinted_rows() }}
)

select
    fingerprinted.*,
    coalesce(fingerprinted.value_refusal, {{ refuse_repeated('household_id') }}) as refusal_reason
from fingerprinted
{{ window_of_repeats('household_id') }}
