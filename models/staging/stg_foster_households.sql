with landed as (
    {{ landed_rows('lcs_foster_households') }}
),

typed as (
    select
        {{ provenance() }},
        {{ code_value('household_id') }} as household_id,
        {{ date_value('approved_date') }} as approved_on,
        {{ date_value('deregistered_date') }} as deregistered_on,
        {{ code_value('household_kind') }} as household_kind,
        coalesce(
            row_fault,
            {{ refuse_missing('household_id') }},
            {{ refuse_unreadable_date('approved_date') }},
            {{ refuse_unreadable_date('deregistered_date') }},
            {{ refuse_unknown_code('household_kind') }}
        ) as value_refusal
    from landed
)

select
    typed.*,
    coalesce(typed.value_refusal, {{ refuse_repeated('household_id') }}) as refusal_reason
from typed
{{ window_of_repeats('household_id') }}
